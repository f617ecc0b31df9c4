/**
 * Selecting from a pool that stays in its file: what can, what it will take, and whether that is within the limit. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import type { PoolOptions } from "@marginalia/datasets/files/pool"
import { openPoolTiles } from "@marginalia/datasets/files/pool-tiles"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type EngineAsked, engineLayer } from "../engine/engine.ts"
import { measured, type Speed } from "./measured.ts"
import { roomToDecode } from "./memory-cost.ts"
import type { Cost, CostAsked } from "./pass-cost.ts"
import { Resident } from "./resident.ts"
import { within } from "./within.ts"

/** What is asked, as `SelectFilesOptions` has it. */
export interface OverFileAsked extends CostAsked, EngineAsked {
  readonly pool: string
  readonly memory: number
  readonly tileBytes?: number | undefined
}

/** What a selection from a pool that stays in its file will do. */
export interface SelectionPlan {
  /** Where the vectors are: they stay in their files, or a part takes all of them into memory, where that is within the limit. */
  readonly place: "file" | "memory"
  /** How many files they are in. */
  readonly files: number
  /** The number of items. */
  readonly rows: number
  /** Numbers a vector. */
  readonly cols: number
  /** How often all vectors are read: at least, and at most. */
  readonly passes: readonly [least: number, most: number]
  /** Rows that are read at their places beside the passes, for mini-batches: at least, and at most. */
  readonly drawn: readonly [least: number, most: number]
  /** Rows of a sample that stands for the pool, which are in memory together: at most; 0 where there is none. */
  readonly sampled: number
  /** The bytes that are read, of as many passes and rows. */
  readonly bytes: readonly [least: number, most: number]
  /** How long it takes, from a moment that was measured; what a part does with vectors in memory, all or a sample, is left out. */
  readonly seconds: readonly [least: number, most: number]
  /** Where files are decoded once, the first pass: their bytes, and those of what is decoded, on the disk. Default: the vectors lie in the files as they are. */
  readonly decoded?: { readonly from: number; readonly to: number } | undefined
  /** The memory at its highest, in bytes, Node included: an upper estimate. */
  readonly peak: number
  /** The memory that is allowed, in bytes. */
  readonly limit: number
}

/** What a selection from a pool that stays in its file did. */
export interface SelectionRead {
  /** How often all vectors were read; of a pass that left out tiles without candidates, a part. */
  readonly passes: number
  /** The bytes of vectors that were read. */
  readonly bytes: number
  /** The bytes of files that were decoded for that, once; 0 where the vectors lie in them as they are. */
  readonly decoded: number
  /** The memory of this process at its highest, from its start on, in bytes. */
  readonly peak: number
}

const planOf = (files: OpenedTiles, cost: Cost, speed: Speed, limit: number, peak: number): SelectionPlan => {
  const { beside, drawn, passes, picks, sampled, whole } = cost, { neighbors, pass, pick, row, scan } = speed
  const both = (f: (at: 0 | 1) => number) => [f(0), f(1)] as const
  return {
    place: whole.length === 0 ? "file" : "memory",
    files: files.shards.length,
    rows: files.rows,
    cols: files.cols,
    passes,
    drawn,
    sampled,
    bytes: both((at) => (passes[at] + beside[at]) * files.bytes),
    // Rows near each other take no longer than a part of a pass, and others as long as each does.
    seconds: both((at) =>
      scan + (passes[at] - 1) * pass + Math.min(drawn[at] * row, beside[at] * pass) + picks * pick + neighbors
    ),
    ...(files.decoding === undefined ? {} : { decoded: { from: files.decoding.packed, to: files.bytes } }),
    peak,
    limit
  }
}

/** Who computes, with so many bytes for rows that are gathered. */
const gathering = (engine: Context.Context<never>, bytes: number): Context.Context<never> =>
  Context.add(engine, Kernels.Kernels, Kernels.gathering(Context.get(engine, Kernels.Kernels), bytes))

/** A pool's files, opened, what will be done with them, and who computes. */
export interface OverFile {
  readonly files: OpenedTiles
  readonly plan: SelectionPlan
  readonly engine: Context.Context<never>
  /** What was read since the plan was made. */
  readonly read: Effect.Effect<SelectionRead>
}

/** The pool's files, opened for as long as the scope lasts, and the plan; `reading` says how a table's columns are read. */
export const openWithin = Effect.fn("openWithin")(function*(
  options: OverFileAsked,
  columns: ReadonlyMap<string, string>,
  reading: PoolOptions
) {
  const { memory, pool, tileBytes } = options
  const files = yield* openPoolTiles(pool, { tileBytes, columns: reading, room: roomToDecode(memory) })
  const { cost, peak, room } = yield* within(files, options, columns)
  const engine = yield* Layer.build(yield* engineLayer(options, files.rows * files.cols))
  const speed = yield* Effect.provide(measured(files, cost), engine)
  const before = files.done()
  const read = Effect.flatMap(Resident, ({ highest }) =>
    Effect.map(highest, (peak): SelectionRead => {
      const bytes = files.done() - before
      return { passes: bytes / files.bytes, bytes, decoded: files.decoding?.packed ?? 0, peak }
    }))
  return {
    files,
    plan: planOf(files, cost, speed, memory, peak),
    engine: room === 0 ? engine : gathering(engine, room),
    read
  } satisfies OverFile as OverFile
})
