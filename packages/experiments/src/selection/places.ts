/**
 * Where the vectors of a pool are while each strategy of the library chooses within a memory. Tested in
 * scripts/scale-doc.test.ts.
 */
import type * as Part from "@marginalia/core/Part"
import * as Strategy from "@marginalia/core/Strategy"
import { registry as library } from "@marginalia/strategies"
import { bySample } from "./by-sample.ts"

/** A strategy of the library with its usual options, and where the vectors of the pool are while it chooses. */
export interface Place {
  readonly name: string
  /** `columns`: it looks at other columns alone; `file`: they stay there; `memory`: a part takes all of them into memory. */
  readonly place: "columns" | "file" | "memory"
  /** The names of the parts that take them into memory. */
  readonly parts: ReadonlyArray<string>
  /** Whether a sample of the pool may stand for all of it, by the option `reference`; the vectors then stay in their files. */
  readonly sampled: boolean
}

/** The strategy with its usual options; a name that stands for two methods makes none. */
const made = (part: Part.Part<Strategy.Any>): ReadonlyArray<Strategy.Any> => {
  try {
    return [part.make({})]
  } catch {
    return []
  }
}

const placeOf = (name: string, strategy: Strategy.Any): Place => {
  if (!Strategy.needs(strategy).has("embedding")) return { name, place: "columns", parts: [], sampled: false }
  const whole = Strategy.takingWhole(strategy, "embedding")
  const parts = [...new Set(whole.map((text) => text.replace(/[(].*$/, "")))]
  const sampled = parts.length > 0 && bySample(strategy, 2) !== undefined
  return { name, place: parts.length === 0 ? "file" : "memory", parts, sampled }
}

/** All strategies of the library, in the order of its list. */
export const strategyPlaces = (): ReadonlyArray<Place> =>
  [...library.strategy.values()].flatMap((part) => made(part).map((strategy) => placeOf(part.name, strategy)))

/** The library's strategies that run over a pool that stays in its file, by name. */
export const overFile = (): ReadonlyArray<string> =>
  strategyPlaces().filter(({ place }) => place !== "memory").map(({ name }) => name)
