/** What tests of a pool over machines share: machines of this process, and what is selected from them. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Notices } from "@marginalia/core/Notices"
import type { Selection } from "@marginalia/core/Selection"
import { selectFiles, type SelectFilesOptions } from "@marginalia/experiments/select-files"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { openPool, openTables, serve, type ServeOptions, Shards } from "../src/index.ts"
import { strategyOf } from "./parts.ts"

/** Nobody hears notes. */
export const alone = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.scoped,
    Effect.provideService(Notices, { say: () => Effect.void }),
    Effect.provide(NodeServices.layer)
  )

/** Something done with the tables at an address. */
export const within = <A, E, R>(address: string, effect: Effect.Effect<A, E, R>) =>
  Effect.scoped(Effect.flatMap(openTables(address), (shards) => Effect.provideService(effect, Shards, shards)))

/** A machine of this process, which serves until the scope closes or it is interrupted. Fails where it cannot. */
export const machine = Effect.fnUntraced(function*(address: string, options: Omit<ServeOptions, "ready">) {
  const ready = yield* Deferred.make<string>()
  const serving = within(address, serve({ threads: 1, ...options, ready: (at) => Deferred.succeed(ready, at) }))
  const fiber = yield* Effect.forkScoped(serving)
  const at = yield* Effect.raceFirst(Deferred.await(ready), Effect.andThen(Fiber.join(fiber), Effect.never))
  return { at, fiber }
})

/** What is asked of a pool. */
export interface Asked extends Partial<Pick<SelectFilesOptions, "columns" | "labels">> {
  readonly text: string
  readonly budget: number
}

const asking = ({ budget, text, ...rest }: Asked, pool: string): SelectFilesOptions => ({
  ...rest,
  pool,
  strategy: strategyOf(text),
  budget,
  seed: 3,
  threads: 1
})

/** What is selected from the machines of a database. */
export const overMachines = (address: string, asked: Asked, patience = 60_000) =>
  within(
    address,
    Effect.gen(function*() {
      const elsewhere = yield* openPool({ patience })
      return (yield* selectFiles({ ...asking(asked, elsewhere.pool.path), elsewhere })).selection
    })
  )

/** What is selected from a file in memory. */
export const inMemory = (asked: Asked, pool: string) =>
  Effect.map(selectFiles(asking(asked, pool)), ({ selection }) => selection)

/** A selection without times and passes: the same for any place. */
export const told = ({ trace, ...rest }: Selection) => ({
  ...rest,
  trace: trace.map((entry) => {
    const { milliseconds: _, ...kept } = entry as typeof entry & { readonly milliseconds?: number }
    return { ...kept, notes: Object.fromEntries(Object.entries(entry.notes).filter(([name]) => name !== "passes")) }
  })
})
