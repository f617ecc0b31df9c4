/**
 * Reads the part of Python's pickle format (protocol 2) that files of weights are written in. Nothing in a file is run: what
 * it names as functions are names here, and the caller says what each makes.
 */
import * as Quote from "@marginalia/core/Quote"

/** A thing of Python's by its module and name: `torch.FloatStorage`. */
export class Global {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** What a value in a pickle may be. A dictionary is a Map; tuples and lists are arrays. */
export type Value = unknown

/** What names and outside objects stand for. */
export interface Meaning {
  /** The result of calling `name` with these arguments. Throws where it is not known. */
  readonly call: (name: string, args: ReadonlyArray<Value>) => Value
  /** The object that stands outside of the pickle under this id. */
  readonly outside: (id: Value) => Value
}

/** A value, and where the bytes go on after it. */
export interface Unpickled {
  readonly value: Value
  readonly end: number
}

const MARK = Symbol("mark")
const utf8 = new TextDecoder()

class Machine {
  readonly stack: Array<Value> = []
  readonly memo = new Map<number, Value>()
  readonly view: DataView
  readonly bytes: Uint8Array
  readonly meaning: Meaning
  at: number

  constructor(bytes: Uint8Array, at: number, meaning: Meaning) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
    this.meaning = meaning
  }

  /** The next `size` bytes' place. Throws a `RangeError` behind the end. */
  take(size: number): number {
    const from = this.at
    this.at += size
    if (this.at > this.bytes.length) throw new RangeError("it ends in the middle")
    return from
  }

  text(size: number): string {
    const from = this.take(size)
    return utf8.decode(this.bytes.subarray(from, from + size))
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at)
    if (end < 0) throw new RangeError("it ends in the middle")
    const found = utf8.decode(this.bytes.subarray(this.at, end))
    this.at = end + 1
    return found
  }

  pop(): Value {
    if (this.stack.length === 0) throw new Error("it takes a value where there is none")
    return this.stack.pop()
  }

  /** What lies above the last mark, which goes with it. */
  marked(): ReadonlyArray<Value> {
    const from = this.stack.lastIndexOf(MARK)
    if (from < 0) throw new Error("it lacks a mark")
    const found = this.stack.splice(from)
    return found.slice(1)
  }
}

const last = ({ stack }: Machine): Value => stack.at(-1)

const set = (machine: Machine, pairs: ReadonlyArray<Value>): void => {
  const target = last(machine)
  if (!(target instanceof Map)) throw new Error("it puts an item into what is no dictionary")
  for (let i = 0; i + 1 < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1])
}

const append = (machine: Machine, values: ReadonlyArray<Value>): void => {
  const target = last(machine)
  if (!Array.isArray(target)) throw new Error("it appends to what is no list")
  target.push(...values)
}

const tuple = (count: number) => (machine: Machine): void => {
  machine.stack.push(Array.from({ length: count }, () => machine.pop()).reverse())
}

const push = (read: (machine: Machine) => Value) => (machine: Machine): void => void machine.stack.push(read(machine))

const recall = (machine: Machine, at: number): Value => {
  if (!machine.memo.has(at)) throw new Error("it recalls what it has not kept")
  return machine.memo.get(at)
}

const long = (machine: Machine): bigint => {
  const size = machine.view.getUint8(machine.take(1)), from = machine.take(size)
  let value = 0n
  for (let i = size - 1; i >= 0; i--) value = value << 8n | BigInt(machine.bytes[from + i]!)
  return size === 0 ? 0n : BigInt.asIntN(8 * size, value)
}

const reduce = (machine: Machine): Value => {
  const args = machine.pop(), callee = machine.pop()
  if (!(callee instanceof Global) || !Array.isArray(args)) throw new Error("it calls what is no function")
  return machine.meaning.call(callee.name, args)
}

const byte = (machine: Machine): number => machine.view.getUint8(machine.take(1))
const word = (machine: Machine): number => machine.view.getUint32(machine.take(4), true)

/** What each opcode does, by its letter. */
const operations: { readonly [letter: string]: (machine: Machine) => void } = {
  "\x80": (m) => void m.take(1),
  "}": push(() => new Map()),
  "]": push(() => []),
  ")": push(() => []),
  "(": push(() => MARK),
  N: push(() => null),
  "\x88": push(() => true),
  "\x89": push(() => false),
  X: push((m) => m.text(word(m))),
  J: push((m) => m.view.getInt32(m.take(4), true)),
  K: push(byte),
  M: push((m) => m.view.getUint16(m.take(2), true)),
  G: push((m) => m.view.getFloat64(m.take(8))),
  "\x8a": push(long),
  c: push((m) => new Global(`${m.line()}.${m.line()}`)),
  q: (m) => void m.memo.set(byte(m), last(m)),
  r: (m) => void m.memo.set(word(m), last(m)),
  h: push((m) => recall(m, byte(m))),
  j: push((m) => recall(m, word(m))),
  t: push((m) => m.marked()),
  "\x85": tuple(1),
  "\x86": tuple(2),
  "\x87": tuple(3),
  s: (m) => {
    const value = m.pop(), key = m.pop()
    set(m, [key, value])
  },
  u: (m) => set(m, m.marked()),
  a: (m) => append(m, [m.pop()]),
  e: (m) => append(m, m.marked()),
  R: push(reduce),
  Q: push((m) => m.meaning.outside(m.pop())),
  // The state of an object that was made by a call; a dictionary of weights has one that says nothing of them.
  b: (m) => void m.pop()
}

/**
 * The value that is pickled from `at` on. Throws an `Error` that says what is wrong for bytes that are no pickle, for opcodes
 * that files of weights do not have, and as `meaning` throws. Integers of any length are bigints where the file has them so.
 */
export const unpickle = (bytes: Uint8Array, at: number, meaning: Meaning): Unpickled => {
  const machine = new Machine(bytes, at, meaning)
  for (;;) {
    const letter = String.fromCharCode(byte(machine))
    if (letter === ".") return { value: machine.pop(), end: machine.at }
    const operation = Object.hasOwn(operations, letter) ? operations[letter] : undefined
    if (operation === undefined) {
      throw new Error(`it holds ${Quote.value(letter)} at byte ${machine.at - 1}, which a file of weights does not`)
    }
    operation(machine)
  }
}
