/**
 * Criteria from what is written: one by its name, any or all of several.
 */
import * as Effect from "effect/Effect"
import { InvalidOptions, type OptionProblem } from "../Errors.ts"
import * as Named from "../Named.ts"
import * as Registry from "../Registry.ts"
import { all } from "./all.ts"
import { allOf, anyOf } from "./combine.ts"
import type { Criterion } from "./criterion.ts"
import { criteria, type Facts } from "./named.ts"

/**
 * A criterion as it is written: a text (`budget(500)`, `any-of(budget(500), cost(100))`), or in JSON any (`{ any: […] }`, or a list)
 * or all (`{ all: […] }`) of several.
 */
export type Written =
  | string
  | ReadonlyArray<Written>
  | { readonly any: ReadonlyArray<Written> }
  | { readonly all: ReadonlyArray<Written> }

const GROUP = /^\s*(any-of|all-of)\s*\(([^]*)\)\s*$/

/** The parts of a list in a text, at the commas that stand in no parentheses and no quotes. */
const parts = (text: string): ReadonlyArray<string> => {
  const found = [""]
  let depth = 0, quoted = false
  for (const char of text) {
    if (char === "\"") quoted = !quoted
    if (!quoted) depth += char === "(" ? 1 : char === ")" ? -1 : 0
    if (char === "," && depth === 0 && !quoted) found.push("")
    else found[found.length - 1] += char
  }
  return found
}

const invalid = (reason: OptionProblem): InvalidOptions =>
  new InvalidOptions({ part: "stop", path: "criteria", reason })

const several = (
  how: typeof anyOf,
  list: ReadonlyArray<Written>,
  registry: Registry.Registry
): Criterion<Facts> => {
  const [first, ...more] = list.map((one) => readUnsafe(one, registry))
  if (first === undefined) throw invalid({ _tag: "Empty", expected: "one, as in any-of(budget(500), cost(100))" })
  return how(first, ...more)
}

const builtIn = Registry.make(all)

/**
 * A criterion from what is written, as {@link read} gives it, of the names in a `registry`; by default those of `Stopping.all`. Throws `InvalidName` for a name that is not known, and
 * `InvalidOptions` for options that a criterion does not take and for any or all of none.
 *
 * @example
 * ```ts
 * import { Stopping } from "@marginalia/core"
 *
 * console.log(Stopping.readUnsafe({ any: ["budget(500)", { all: ["delta-f", "budget(100)"] }] }).name)
 * // => any-of(budget(500), all-of(delta-f(0.005), budget(100)))
 * ```
 */
export const readUnsafe = (written: Written, registry: Registry.Registry = builtIn): Criterion<Facts> => {
  if (typeof written !== "string") {
    if (Array.isArray(written)) return several(anyOf, written as ReadonlyArray<Written>, registry)
    const keys = Object.keys(written as object)
    if (keys.length === 1 && "any" in (written as object)) {
      return several(anyOf, (written as { readonly any: ReadonlyArray<Written> }).any, registry)
    }
    if (keys.length === 1 && "all" in (written as object)) {
      return several(allOf as typeof anyOf, (written as { readonly all: ReadonlyArray<Written> }).all, registry)
    }
    const expected = "a text, a list, { any: […] } or { all: […] }"
    throw invalid({ _tag: "Value", value: written, expected })
  }
  const [, word, inner] = GROUP.exec(written) ?? []
  if (word === undefined || inner === undefined) return Named.readUnsafe(criteria, written, registry).value
  const list = inner.trim() === "" ? [] : parts(inner)
  return several(word === "any-of" ? anyOf : allOf as typeof anyOf, list, registry)
}

/**
 * A criterion from what is written: a text (the `name` of every criterion that has one, those made by `anyOf` and `allOf` too), or
 * its JSON form. A `registry` has the names; by default those of `Stopping.all`. Fails with `InvalidName` and `InvalidOptions` as
 * {@link readUnsafe} throws them.
 */
export const read = (
  written: Written,
  registry: Registry.Registry = builtIn
): Effect.Effect<Criterion<Facts>, Named.InvalidName | InvalidOptions> =>
  Effect.try({
    try: () => readUnsafe(written, registry),
    catch: (error) => {
      if (error instanceof Named.InvalidName || error instanceof InvalidOptions) return error
      throw error
    }
  })
