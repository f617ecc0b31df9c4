/**
 * NumPy's `.npz`: arrays by name in a zip archive. It is read as a table whose columns are the arrays: which of them is the
 * vector, the ids, the labels or the split is decided by their names, as in every table (`roles.ts`).
 */
import { Message, Quote } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { shown } from "./cell.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import { parseNpyHeader, parseNpyTextHeader } from "./npy-header.ts"
import { parseNpyText } from "./npy-text.ts"
import { type NpyArray, parseNpy } from "./npy.ts"
import type { Source } from "./source.ts"
import { type Member, zipMembers } from "./zip-members.ts"

/** An array of an archive: what it is, and how to read it. */
export interface NpzArray {
  readonly name: string
  readonly shape: ReadonlyArray<number>
  readonly kind: "numbers" | "text"
  /** The numbers, of an array of `numbers`. Throws {@link Malformed}. */
  readonly numbers: () => NpyArray
  /** A value a row, of an array of one dimension: text, true and false, or numbers as they are. Throws {@link Malformed}. */
  readonly values: () => ArrayLike<unknown>
}

/** The arrays of an archive, and the names of what is none. */
export interface Npz {
  readonly arrays: ReadonlyArray<NpzArray>
  readonly notes: ReadonlyArray<Message.Message>
}

/** Puts the array's name before what is wrong with it. */
const about = <A>(name: string, body: () => A): A => {
  try {
    return body()
  } catch (error) {
    if (error instanceof Malformed) {
      throw new Malformed(Message.text`the array ${shown(name)}: ${error.problem}`, error.hint, {
        column: name,
        ...error.fault
      })
    }
    throw error
  }
}

/** The headers that the beginning of a member tells, or else all of it. */
const headersOf = (member: Member) => {
  const read = (bytes: Uint8Array) => parseNpyTextHeader(bytes) ?? parseNpyHeader(bytes)
  const begin = member.begin()
  try {
    return read(begin)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return read(member.read())
  }
}

const truth = ({ data, descr }: NpyArray): ArrayLike<unknown> =>
  descr.endsWith("b1") ? Array.from(data as ArrayLike<unknown>, (value) => value !== 0) : data

const arrayOf = (member: Member): NpzArray => {
  const name = member.name.replace(/\.npy$/, "")
  const { shape } = about(name, () => headersOf(member))
  const isText = about(name, () => parseNpyTextHeader(member.begin())) !== undefined
  const texts = () => {
    const bytes = member.read()
    return parseNpyText(bytes, parseNpyTextHeader(bytes)!)
  }
  const numbers = () => {
    if (isText) {
      throw new Malformed(`the array ${shown(name)} holds text`, "name one that holds numbers", {
        reason: "Value",
        column: name,
        value: "text",
        expected: "numbers"
      })
    }
    return about(name, () => parseNpy(member.read()))
  }
  return {
    name,
    shape,
    kind: isText ? "text" : "numbers",
    numbers,
    values: () => {
      if (shape.length === 1) return isText ? about(name, texts) : truth(numbers())
      throw new Malformed(`the array ${shown(name)} has ${shape.length} dimensions`, "name one of a value a row", {
        reason: "Mismatch",
        column: name,
        value: shape.length,
        expected: 1
      })
    }
  }
}

/** An array that holds what cannot be read is none: Python's objects, dates. */
const read = (members: ReadonlyArray<Member>): Npz => {
  const arrays: Array<NpzArray> = [], others: Array<string> = [], unreadable: Array<Malformed> = []
  for (const member of members) {
    if (!member.name.endsWith(".npy")) others.push(member.name)
    else {
      try {
        arrays.push(arrayOf(member))
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
        unreadable.push(error)
      }
    }
  }
  if (arrays.length === 0) {
    throw unreadable[0] ?? new Malformed("there is no array in it", "save some with numpy.savez", { reason: "Empty" })
  }
  return {
    arrays,
    notes: [
      ...unreadable.map(({ problem }) => Message.text`passed over: ${problem}`),
      ...(others.length === 0 ? [] : [`passed over, as no arrays: ${Quote.list(others)}`])
    ]
  }
}

/**
 * The arrays in an `.npz` file; of each only the header has been read.
 *
 * Fails with {@link InvalidInput} for what is no zip archive, and for one without an array that can be read.
 */
export const readNpz = Effect.fn("readNpz")(function*(
  source: Pick<Source, "bytes" | "path">
): Effect.fn.Return<Npz, InvalidInput> {
  const members = yield* zipMembers(source)
  return yield* decoding(source.path, () => read(members))
})
