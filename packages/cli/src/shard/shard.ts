/**
 * `marginalia shard`: a pool over machines.
 */
import type { Variant } from "@marginalia/core/Kernels"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import { forgetParts, openTables, partsOf, serve as serveParts, servings, Shards } from "@marginalia/distributed"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { served } from "../served.ts"
import { print, printData } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

/** Does something with the tables at an address, which are only read unless `writing`. */
export const withShards = <A, E, R>(address: string, effect: Effect.Effect<A, E, R>, writing = false) =>
  Effect.flatMap(openTables(address, writing), (shards) => Effect.provideService(effect, Shards, shards))

/** What `serve` is told. */
interface Serving {
  readonly pool: string
  readonly shards: string
  readonly listen: Option.Option<string>
  readonly threads: Option.Option<number>
  readonly variant: Option.Option<Variant>
}

/** Serves parts until a signal ends it, with exit code 0. */
export const serve = Effect.fn("shard.serve")(function*({ listen, pool, shards, threads, variant }: Serving) {
  const options = {
    pool,
    listen: Option.getOrUndefined(listen),
    threads: Option.getOrUndefined(threads),
    variant: Option.getOrUndefined(variant)
  }
  yield* Effect.raceFirst(withShards(shards, serveParts(options), true), served)
}, Effect.scoped)

const headings = [
  { title: "part" },
  { title: "rows", align: "right" },
  { title: "columns", align: "right" },
  { title: "sha256" },
  { title: "served by" }
] as const

/** A machine that was heard within so many seconds is there. */
const THERE = 10

/** Prints the parts, and who serves them. */
export const list = Effect.fn("shard.list")(function*({ shards }: { readonly shards: string }) {
  const { parts, who } = yield* withShards(shards, Effect.all({ parts: partsOf, who: servings }))
  if (parts.length === 0) return yield* note("no part was served yet")
  const by = (name: string) => {
    const there = who.filter(({ part, silent }) => part === name && silent < THERE)
    return there.length === 0 ? "nobody" : there.map(({ address, machine }) => `${machine} at ${address}`).join(", ")
  }
  const rows = parts.map((
    { cols, name, rows, sha256 }
  ) => [name, String(rows), String(cols), sha256.slice(0, 12), by(name)])
  yield* printData(table(headings, rows).join("\n"))
}, Effect.scoped)

/** Forgets parts; prints their names. */
export const forget = Effect.fn("shard.forget")(
  function*({ names, shards }: { readonly names: ReadonlyArray<string>; readonly shards: string }) {
    const { allowed, gone } = yield* withShards(
      shards,
      Effect.gen(function*() {
        const allowed = (yield* partsOf).map(({ name }) => name), absent = names.find((name) => !allowed.includes(name))
        return { allowed, gone: absent === undefined ? yield* forgetParts(names) : undefined }
      })
    )
    if (gone !== undefined) {
      yield* note(`${counted(gone.length, "part")} forgotten`)
      return yield* print(gone.toSorted().join("\n"))
    }
    const wrong = names.find((name) => !allowed.includes(name))!
    return yield* new UsageProblem({
      problem: `there is no part ${JSON.stringify(wrong)}`,
      hint: allowed.length === 0 ? "no part was served yet" : `the parts are ${allowed.slice(0, 10).join(", ")}`,
      reason: "Unknown",
      setting: "names",
      value: wrong,
      allowed
    })
  },
  Effect.scoped
)
