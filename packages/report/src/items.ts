/**
 * The items that an experiment chose from, loaded again for the map, the images, and the error on the unlabeled rest.
 */
import type { Journal } from "@marginalia/core"
import { hashData } from "@marginalia/experiments/journal"
import type { Data } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import { type Found, groupsOf } from "./groups.ts"
import type { PoolItems } from "./pool-items.ts"
import type { Loaded } from "./read.ts"

/**
 * Why these are not the items of a journal whose first event is `config`, if they are not: by their number, or by the
 * hash of the embedding.
 */
export const mismatch = (config: Journal.Config, { embedding, labels }: PoolItems): string | undefined => {
  if (embedding.rows !== config.size || labels.length !== config.size) {
    return `the run had ${config.size} items, the data now have ${embedding.rows}`
  }
  const written = config.data["embedding"]
  return written === undefined || written === hashData(embedding)
    ? undefined
    : "the embedding now has other numbers than the run's"
}

/** Loads the items of a unit's data. */
export type Load<E, R> = (data: Data) => Effect.Effect<PoolItems, E, R>

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

/**
 * The items by the title of a group; where they cannot be had or are not those of the runs, why.
 *
 * `load` loads those of a unit's data.
 */
export const itemsOf = Effect.fn("itemsOf")(function*<E, R>({ runs }: Loaded, load: Load<E, R>) {
  const found = new Map<string, Found>()
  for (const [title, { config, unit }] of groupsOf(runs)) {
    if (unit === undefined) {
      found.set(title, "no map: the journals stand alone, so where their data are is not known")
      continue
    }
    const loaded: Found = yield* load(unit.data).pipe(
      Effect.catch((error) => Effect.succeed(`no map, since the data are not at hand: ${messageOf(error)}`))
    )
    const wrong = typeof loaded === "string" || loaded === undefined ? undefined : mismatch(config, loaded)
    found.set(title, wrong === undefined ? loaded : `no map, since the data have changed: ${wrong}`)
  }
  return found as ReadonlyMap<string, Found>
})
