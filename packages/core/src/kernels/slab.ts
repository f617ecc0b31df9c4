/**
 * A slab: one memory that kernels work in, with an allocator. A large matrix lives in a slab of its own and is never
 * copied again: a view of a slab's memory is recognised by its buffer. The garbage collector takes the slab when
 * nothing refers to the views.
 */
import { OutOfMemory } from "../Errors.ts"
import * as Allocator from "./allocator.ts"
import { type Args, bindTwin, type Kernel, type Param } from "./kernel.ts"
import { compiled, sharing, type Variant } from "./variant.ts"

const PAGE = 65536
const MAX_BYTES = 65536 * PAGE
/** The most bytes that are planned for one slab: room is left for what is small. */
export const ADDRESSED = MAX_BYTES - 2 ** 26
/** Room beside the resident matrix where memory cannot grow; it costs nothing until it is used. */
const headroom = (bytes: number): number => bytes + bytes / 2 + 64 * 2 ** 20

/** How large a slab is at least that was made for so many bytes: a memory that cannot grow has room beside them. */
export const sizeFor = (bytes: number, variant: Variant): number =>
  sharing || variant === "typescript" ? bytes : Math.min(MAX_BYTES, headroom(bytes))

/** See the module. `at` addresses are bytes. */
export interface Slab {
  readonly buffer: () => ArrayBufferLike
  readonly memory: WebAssembly.Memory | undefined
  readonly alloc: (bytes: number) => number
  readonly free: (address: number) => void
  readonly bind: <P extends ReadonlyArray<Param>>(kernel: Kernel<P>, variant: Variant) => (...args: Args<P>) => void
}

const resident = new WeakMap<ArrayBufferLike, Slab>()

/** The slab that this array lives in, if any. */
export const of = (data: ArrayBufferView): Slab | undefined => resident.get(data.buffer)

const pages = (bytes: number): number => Math.ceil(bytes / PAGE)

interface Memory {
  readonly buffer: () => ArrayBufferLike
  readonly memory: WebAssembly.Memory | undefined
  readonly grow: (end: number) => void
}

/** Runs what takes memory from the engine, whose own error says neither how much was asked nor what there is. */
const taking = <A>(asked: number, held: number, take: () => A): A => {
  if (asked > MAX_BYTES) throw new OutOfMemory({ asked, held })
  try {
    return take()
  } catch (cause) {
    if (cause instanceof RangeError) throw new OutOfMemory({ asked, held, cause })
    throw cause
  }
}

const wasmMemory = (bytes: number): Memory => {
  const size = sharing ? bytes + PAGE : headroom(bytes)
  const memory = taking(
    size,
    0,
    () => new WebAssembly.Memory({ initial: pages(size), maximum: 65536, shared: sharing })
  )
  return {
    memory,
    buffer: () => memory.buffer,
    grow: (end) => {
      const held = memory.buffer.byteLength, missing = pages(end) - held / PAGE
      if (missing <= 0) return
      if (!sharing) throw new OutOfMemory({ asked: end, held })
      taking(end, held, () => memory.grow(missing))
    }
  }
}

const plainMemory = (bytes: number): Memory => {
  const buffer = taking(
    bytes + PAGE,
    0,
    () => new ArrayBuffer(pages(bytes + PAGE) * PAGE, { maxByteLength: Math.max(MAX_BYTES, 2 * headroom(bytes)) })
  )
  return {
    memory: undefined,
    buffer: () => buffer,
    grow: (end) => {
      if (end > buffer.byteLength) taking(end, buffer.byteLength, () => buffer.resize(pages(end) * PAGE))
    }
  }
}

type Call = (...args: ReadonlyArray<number>) => void

const instantiate = (variant: Exclude<Variant, "typescript">, memory: WebAssembly.Memory): WebAssembly.Exports =>
  new WebAssembly.Instance(compiled(variant), { env: { memory } }).exports

/** A missing argument would be taken for 0, so that a kernel whose two forms differ in parameters must not run. */
const checked = ({ name, params }: Pick<Kernel, "name" | "params">, compiled: Call): Call => {
  if (compiled.length === params.length) return compiled
  throw new Error(`the kernel ${name} has ${compiled.length} parameters compiled and ${params.length} declared`)
}

/** Makes a slab with room for `bytes`; it grows as more is allocated. Throws {@link OutOfMemory} where there is none. */
export const make = (bytes: number, variant: Variant): Slab => {
  const { memory, buffer, grow } = variant === "typescript" ? plainMemory(bytes) : wasmMemory(bytes)
  const programs = new Map<Variant, WebAssembly.Exports>()
  const program = (of: Exclude<Variant, "typescript">, within: WebAssembly.Memory): WebAssembly.Exports => {
    const exports = programs.get(of) ?? instantiate(of, within)
    programs.set(of, exports)
    return exports
  }
  const slab: Slab = {
    ...Allocator.make(grow),
    memory,
    buffer,
    bind: (kernel, wanted) =>
      wanted === "typescript" || memory === undefined
        ? bindTwin(kernel, buffer)
        : checked(kernel, program(wanted, memory)[kernel.name] as Call)
  }
  return slab
}

/** Whether kernels of this variant can work in the slab: WebAssembly needs a WebAssembly memory. */
export const fits = (self: Slab, variant: Variant): boolean => variant === "typescript" || self.memory !== undefined

/** A view of `length` numbers at an address. It keeps the slab alive and marks its numbers as resident. */
export const f32 = (self: Slab, at: number, length: number): Float32Array => {
  const buffer = self.buffer()
  resident.set(buffer, self)
  return new Float32Array(buffer, at, length)
}

/** {@link f32} as bytes: what is read into them is resident too. */
export const u8 = (self: Slab, at: number, length: number): Uint8Array => {
  const buffer = self.buffer()
  resident.set(buffer, self)
  return new Uint8Array(buffer, at, length)
}

/** {@link f32} in double precision. */
export const f64 = (self: Slab, at: number, length: number): Float64Array => new Float64Array(self.buffer(), at, length)

/** {@link f32} of signed integers. */
export const i32 = (self: Slab, at: number, length: number): Int32Array => new Int32Array(self.buffer(), at, length)

/** {@link f32} of unsigned integers. */
export const u32 = (self: Slab, at: number, length: number): Uint32Array => new Uint32Array(self.buffer(), at, length)
