/**
 * What takes all vectors into memory, with a sample of the pool in their place. Tested in by-sample.test.ts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"

/** Selectors and recipes of the library whose `reference` is how many items stand for the pool. */
const SAMPLING: ReadonlySet<string> = new Set([
  "herding",
  "weighted-herding",
  "maxherding",
  "facility-location",
  "uherding"
])

/** The selectors among them. */
export const SELECTORS = ["herding", "weighted-herding"] as const

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A strategy's JSON form with another sample, wherever there is one to choose. */
const replaced = (json: unknown, size: number): unknown => {
  if (Array.isArray(json)) return json.map((one) => replaced(one, size))
  if (!isRecord(json)) return json
  const { name, options } = json
  if (typeof name === "string" && SAMPLING.has(name) && isRecord(options)) {
    return { name, options: { ...options, reference: size } }
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, replaced(value, size)]))
}

/**
 * The same strategy with `size` items in place of the pool wherever one of its parts would take all vectors into memory; undefined where one of
 * them cannot, or where a part is not the library's.
 */
export const bySample = (strategy: Strategy.Any, size: number): Strategy.Any | undefined => {
  const read = Strategy.readJson(replaced(Strategy.json(strategy), size), library)
  const found = Effect.runSync(Effect.orElseSucceed(read, () => undefined))
  return found === undefined || Strategy.takingWhole(found, "embedding").length > 0 ? undefined : found
}

/** The largest sample that is named to somebody: the time grows with its square. */
export const LARGEST = 20_000

/** A sample has to hold this many items for each pick to be worth naming. */
const EACH = 10

/** The sample to name of a pool of so many rows, where no more than `most` rows have room: rounded down to one digit; undefined where it is of no use. */
export const sizeWithin = (rows: number, budget: number, most: number): number | undefined => {
  const size = Math.min(LARGEST, Math.floor(rows / 2), Math.floor(most))
  if (size < Math.max(2, EACH * budget)) return undefined
  const digit = 10 ** Math.floor(Math.log10(size))
  return Math.max(EACH * budget, 2, Math.floor(size / digit) * digit)
}
