/**
 * A column in an `.npz` file: the array of its name, or the only one there is.
 */
import { type Message, Quote } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { cellName, shown } from "./cell.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import type { NpyArray } from "./npy.ts"
import { type NpzArray, readNpz } from "./npz.ts"
import { isCalled, roleOfName } from "./role-names.ts"
import type { Source } from "./source.ts"

/** An array, and the ids of its rows where the archive has some. */
export interface NpzColumn {
  readonly array: NpyArray
  readonly ids: ReadonlyArray<string> | undefined
  readonly notes: ReadonlyArray<Message.Message>
}

const choose = (name: string, arrays: ReadonlyArray<NpzArray>): NpzArray => {
  const called = arrays.filter((array) => isCalled(array.name, name.toLowerCase()))
  if (called.length === 1) return called[0]!
  const numbers = arrays.filter(({ kind, shape }) => kind === "numbers" && shape.length > 0)
  const others = numbers.filter((array) => roleOfName(array.name, array.shape.length > 1) !== "id")
  if (others.length === 1) return others[0]!
  const problem = `it has no array ${shown(name)}, and ${others.length} others: ${
    Quote.list(arrays.map((one) => one.name))
  }`
  throw new Malformed(problem, `name the one that is meant ${name}`, {
    reason: "Ambiguous",
    column: name,
    allowed: arrays.map((one) => one.name)
  })
}

/** The ids: the array that is called as the pool's, or `id`, or `ids`. */
const idsOf = (arrays: ReadonlyArray<NpzArray>, idColumn: string | undefined): ReadonlyArray<string> | undefined => {
  const found = arrays.find(({ name }) => name === idColumn) ??
    arrays.find(({ name }) => isCalled(name, "id")) ?? arrays.find(({ name }) => isCalled(name, "ids"))
  return found && Array.from(found.values(), (value, row) => cellName(value, found.name, { row }))
}

/** The array that holds a column, whatever its dimensions. Fails with {@link InvalidInput} where several might. */
export const readNpzColumn = Effect.fn("readNpzColumn")(function*(
  name: string,
  source: Pick<Source, "bytes" | "path">,
  idColumn: string | undefined
): Effect.fn.Return<NpzColumn, InvalidInput> {
  const { arrays, notes } = yield* readNpz(source)
  return yield* decoding(source.path, () => {
    const chosen = choose(name, arrays)
    return { array: chosen.numbers(), ids: idsOf(arrays.filter((one) => one !== chosen), idColumn), notes }
  })
})
