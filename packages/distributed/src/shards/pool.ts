/**
 * A pool over machines, as strategies take it. Tested in shards.test.ts.
 */
import type { Variant } from "@marginalia/core/Kernels"
import { type Owner, tilesNear } from "@marginalia/core/Owners"
import type { Tiles } from "@marginalia/core/Tiles"
import { decoding } from "@marginalia/datasets/files/errors"
import type { Pool } from "@marginalia/datasets/files/pool"
import { uniqueIds } from "@marginalia/datasets/files/unique-ids"
import { sha256 } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import { asking } from "../database.ts"
import { type Asking, type AskPart, askPart, ownerOf } from "./client.ts"
import { asking as connecting } from "./cluster.ts"
import { ShardsError } from "./errors.ts"
import { keyOf, Unknown } from "./protocol.ts"
import { sameKernels } from "./same-kernels.ts"
import { empty, pactOf, type Part, partsOf, servings, Shards } from "./tables.ts"

/** How a pool over machines is opened. */
export interface ShardsOptions {
  /** How long no machine need answer for a part until the selection fails, in milliseconds. Default 30 seconds. */
  readonly patience?: number | undefined
}

/** A pool over machines. */
export interface ShardedPool {
  readonly pool: Pool<Tiles>
  /** The build of the kernels that all machines work with, and so has who selects. */
  readonly variant: Variant
  /** The parts, in the order of their rows. */
  readonly parts: ReadonlyArray<Part>
}

/** A machine that was heard within so many seconds is there. */
const THERE = 10

const PATIENCE = 30_000

/** Rows that are added to for one block. */
const BLOCK = 256

const missing = (shards: string, parts: ReadonlyArray<Part>, waited: number): ShardsError => {
  const names = parts.map(({ name }) => name)
  return new ShardsError({
    shards,
    reason: "Missing",
    parts: names,
    problem: `no machine serves ${names.slice(0, 5).join(", ")}${
      names.length > 5 ? ` and ${names.length - 5} more` : ""
    } (waited ${Math.round(waited / 1000)} seconds)`,
    hint: "start a machine that has them, or leave them out for good (marginalia shard forget)"
  })
}

const sameRounding = Effect.fnUntraced(function*(variant: Variant, rounding: string) {
  const { shown } = yield* Shards
  if (sameKernels(variant) === rounding) return
  return yield* new ShardsError({
    shards: shown,
    reason: "Rounding",
    problem:
      `the kernels of this machine (${variant}) round otherwise than those of the pool's machines, or are of another version`,
    hint: "select from one of them; or serve the pool with the variant simd, which rounds alike everywhere"
  })
})

/** The way to the machines of some parts, until the scope closes. */
export const connected = Effect.fnUntraced(function*(parts: ReadonlyArray<Part>) {
  const { shown } = yield* Shards, layer = connecting(parts.map(keyOf))
  return yield* asking(shown)(Layer.build(layer)).pipe(Effect.provideService(References.MinimumLogLevel, "None"))
})

/** Waits until each part is served. */
const served = Effect.fnUntraced(function*(parts: ReadonlyArray<Part>, patience: number) {
  const { shown } = yield* Shards
  for (let waited = 0;; waited += 500) {
    const there = new Set((yield* servings).filter(({ silent }) => silent < THERE).map(({ part }) => part))
    const absent = parts.filter(({ name }) => !there.has(name))
    if (absent.length === 0) return
    if (waited >= patience) return yield* missing(shown, absent, waited)
    yield* Effect.sleep(500)
  }
})

/** A question outside of conversations. */
const plainly = (ask: AskPart, fields: Parameters<AskPart>[0]["fields"]) =>
  ask({ talk: "", step: 0, fields }).pipe(Effect.catchIf((error) => error instanceof Unknown, Effect.die))

interface Asked {
  readonly part: Part
  readonly ask: AskPart
  readonly from: number
}

/** Rows `from … to − 1` of the pool, as they are. */
const rawRows = Effect.fnUntraced(function*(all: ReadonlyArray<Asked>, from: number, to: number, cols: number) {
  const data = new Float32Array((to - from) * cols)
  for (const { ask, from: start, part } of all) {
    const first = Math.max(from, start), last = Math.min(to, start + part.rows)
    if (first >= last) continue
    const found = yield* plainly(ask, { _tag: "Rows", from: first - start, count: last - first })
    data.set(found["data"] as Float32Array, (first - from) * cols)
  }
  return data
})

/** The next position at which a block begins. */
const blockFrom = (position: number): number => BLOCK * Math.ceil(position / BLOCK)

/** Each part's owner: from the first block that begins in it to the end of the last one. A part in which no block begins has none. */
const ownersOf = Effect.fnUntraced(function*(all: ReadonlyArray<Asked>, rows: number, cols: number) {
  const owners: Array<Owner> = []
  for (const { ask, from: start, part } of all) {
    const end = start + part.rows, from = blockFrom(start), to = Math.min(rows, blockFrom(end))
    if (from >= end) continue
    const tail = yield* rawRows(all, end, to, cols)
    owners.push(ownerOf({ part, ask, from, skip: from - start, tail }))
  }
  return owners
})

/** Ids that are sent at a time. */
const IDS = 2 ** 17

/** The ids of a part, as many at a time as are sent at once. */
const idsOfPart = Effect.fnUntraced(function*({ ask, part }: Asked, shown: string) {
  const ids: Array<string> = []
  while (ids.length < part.rows) {
    const found = (yield* plainly(ask, { _tag: "Ids", from: ids.length, count: IDS }))["ids"] as ReadonlyArray<string>
    if (found.length === 0) break
    for (const id of found) ids.push(id)
  }
  if (sha256(JSON.stringify(ids)) === part.ids) return ids
  return yield* new ShardsError({
    shards: shown,
    reason: "Differs",
    parts: [part.name],
    problem: `the ids that are sent of ${part.name} are not those that the pool has`,
    hint: "stop the machines that serve this part, forget it (shard forget), and serve it anew"
  })
})

const idsOf = Effect.fnUntraced(function*(all: ReadonlyArray<Asked>, shown: string) {
  if (all[0]!.part.ids === null) return undefined
  const ids = (yield* Effect.forEach(all, (one) => idsOfPart(one, shown), { concurrency: "unbounded" })).flat()
  yield* decoding(shown, () => uniqueIds(ids))
  return ids
})

/** One hash of several: as that of a pool of several files. */
const hashOf = (all: ReadonlyArray<string>): string => all.length === 1 ? all[0]! : sha256(all.join(""))

/**
 * The pool of the open database, whose rows stay on their machines; parts are in the order of their names' characters, as those of a pool of
 * several files. A machine that is lost is waited for, or replaced by another that has the same bytes.
 *
 * Fails with `ShardsError`: nobody serves a pool, or no machine a part, within the patience. Later a lost part ends a selection with the
 * `TilesError` of its strategy. With `InvalidInput` where two items have one id, and with `QueueError` where the database cannot be asked.
 */
export const openPool = Effect.fn("openPool")(function*({ patience = PATIENCE }: ShardsOptions = {}) {
  const { shown } = yield* Shards, parts = (yield* partsOf).filter(({ rows }) => rows > 0), pact = yield* pactOf
  if (pact === undefined || parts.length === 0) return yield* empty(shown)
  yield* sameRounding(pact.variant as Variant, pact.rounding)
  yield* served(parts, patience)
  const sharding = yield* connected(parts)
  const how: Asking = { shown, token: pact.token, patience, sharding }
  let rows = 0
  const all: Array<Asked> = []
  for (const part of parts) {
    all.push({ part, ask: yield* askPart(how, part), from: rows })
    rows += part.rows
  }
  const { cols } = parts[0]!, zeroRows = parts.reduce((sum, part) => sum + part.zeroRows, 0)
  const pool: Pool<Tiles> = {
    path: shown,
    format: "npy",
    sha256: hashOf(parts.map((part) => part.sha256)),
    ids: yield* idsOf(all, shown),
    idsFile: undefined,
    matrix: tilesNear(yield* ownersOf(all, rows, cols), { cols, zeroRows }),
    columnNames: undefined,
    notes: []
  }
  return { pool, variant: pact.variant as Variant, parts } satisfies ShardedPool as ShardedPool
})
