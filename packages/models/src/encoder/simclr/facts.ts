/** What a pretraining follows from, in words: the same facts give the same encoder. */
import { type AnyItems, bounds, numbersOf } from "@marginalia/datasets/items"
import { identity } from "@marginalia/datasets/normalization"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"

/** A text for each thing that matters. */
export type Facts = Readonly<Record<string, string>>

/** JSON with the names of objects in order. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part)

/** The SHA-256 of bytes, as hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): Effect.Effect<string> =>
  Effect.promise(() => crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)).pipe(
    Effect.map((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""))
  )

/** The SHA-256 of the bytes of items, as hexadecimal digits. */
const digestOf = (items: AnyItems): string => {
  const hash = createHash("sha256")
  for (const [from, to] of bounds(items)) {
    const { buffer, byteLength, byteOffset } = numbersOf(items, from, to)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest("hex")
}

/** The facts of a pretraining on `items` with whatever else matters. */
export const factsOf = (items: AnyItems, rest: Readonly<Record<string, unknown>>): Effect.Effect<Facts> =>
  Effect.sync(() => {
    const { normalization = identity, rows, shape } = items
    return {
      data: `${rows} items of ${shape.join(" × ")}, sha256 ${digestOf(items)}`,
      normalization: stable(normalization),
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, stable(value)]))
    }
  })

/** A fact that differs; undefined where it is not given. */
export interface Difference {
  readonly name: string
  readonly there: string | undefined
  readonly here: string | undefined
}

/** What differs, name by name. */
export const differencesOf = (there: Facts, here: Facts): ReadonlyArray<Difference> =>
  [...new Set([...Object.keys(there), ...Object.keys(here)])]
    .filter((name) => there[name] !== here[name])
    .map((name) => ({ name, there: there[name], here: here[name] }))

/** Differences, as a sentence. */
export const inWords = (differences: ReadonlyArray<Difference>): string =>
  differences.map(({ here = "not given", name, there = "not given" }) =>
    `${name} is ${here} here and was ${there} there`
  )
    .join("; ")
