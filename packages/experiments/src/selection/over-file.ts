/**
 * Selecting from a pool that stays in its file: what can, what it will take, and whether that is within the limit. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import type * as Part from "@marginalia/core/Part"
import * as Quote from "@marginalia/core/Quote"
import * as Strategy from "@marginalia/core/Strategy"
import { type OpenedTiles, openTiles } from "@marginalia/datasets/files/npy-tiles"
import { UsageProblem } from "@marginalia/datasets/problems"
import { registry as library } from "@marginalia/strategies"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { availableParallelism } from "node:os"
import { type EngineAsked, engineLayer } from "../engine/engine.ts"
import { measured, type Speed } from "./measured.ts"
import { type Cost, type CostAsked, costOf, labelsAtMost, peakOf } from "./memory-cost.ts"

/** What is asked, as `SelectFilesOptions` has it. */
export interface OverFileAsked extends CostAsked, EngineAsked {
  readonly pool: string
  readonly memory: number
  readonly tileBytes?: number | undefined
}

/** What a selection from a pool that stays in its file will do. */
export interface SelectionPlan {
  /** Where the vectors are. */
  readonly place: "file"
  /** How many files they are in. */
  readonly files: number
  /** The number of items. */
  readonly rows: number
  /** Numbers a vector. */
  readonly cols: number
  /** How often all vectors are read: at least, and at most. */
  readonly passes: readonly [least: number, most: number]
  /** The bytes that are read, of as many passes. */
  readonly bytes: readonly [least: number, most: number]
  /** How long it takes, from a moment that was measured. */
  readonly seconds: readonly [least: number, most: number]
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
}

/** The limits that are tried begin here, in bytes. */
const LEAST = 256e6

/** Whether a strategy runs so with its usual options; a name that stands for two methods makes none. */
const runsOverFile = (part: Part.Part<Strategy.Any>): boolean => {
  try {
    return Strategy.takingWhole(part.make({}), "embedding").length === 0
  } catch {
    return false
  }
}

/** The library's strategies that run over a pool that stays in its file, by name. */
export const overFile = (): ReadonlyArray<string> =>
  [...library.strategy.values()]
    .filter(runsOverFile)
    .map(({ name }) => name)

/** Refuses a strategy of which a part takes the whole pool. */
const checkStrategy = (strategy: Strategy.Any): Effect.Effect<void, UsageProblem> => {
  const [part] = Strategy.takingWhole(strategy, "embedding")
  if (part === undefined) return Effect.void
  const allowed = overFile()
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`${part} takes the whole pool into memory, and cannot run over a file yet`,
      hint: Message.text`leave ${Message.setting("memory")} out, or use what runs over a file: ${
        allowed.join(", ")
      }, and normalize, kmeans, typicality, sup and k-center in pipelines`,
      reason: "Unknown",
      setting: "memory",
      value: part,
      allowed
    })
  )
}

const tooSmall = (limit: number, peak: number): UsageProblem => {
  const least = Math.max(LEAST, Math.ceil(peak / 1e6) * 1e6), example = `${least / 1e6}MB`
  return new UsageProblem({
    problem: Message.text`${Message.setting("memory")} is ${Quote.bytes(limit)}, and this selection takes up to ${
      Quote.bytes(least)
    }`,
    hint: Message.text`give at least ${Message.setting("memory", { value: example })}`,
    reason: "Value",
    setting: "memory",
    value: limit,
    expected: `at least ${example}`
  })
}

const planOf = (files: OpenedTiles, cost: Cost, speed: Speed, limit: number, peak: number): SelectionPlan => {
  const { passes, picks } = cost, { neighbors, pass, pick, scan } = speed
  const both = (f: (count: number) => number) => [f(passes[0]), f(passes[1])] as const
  return {
    place: "file",
    files: files.shards.length,
    rows: files.rows,
    cols: files.cols,
    passes,
    bytes: both((count) => count * files.bytes),
    seconds: both((count) => scan + (count - 1) * pass + picks * pick + neighbors),
    peak,
    limit
  }
}

/** A pool's files, opened, what will be done with them, and who computes. */
export interface OverFile {
  readonly files: OpenedTiles
  readonly plan: SelectionPlan
  readonly engine: Context.Context<never>
  /** What was read since the plan was made. */
  readonly read: () => SelectionRead
}

/** The pool's files, opened for as long as the scope lasts, and the plan; the strategy is refused before any file is looked at. */
export const openWithin = Effect.fn("openWithin")(function*(
  options: OverFileAsked,
  columns: ReadonlyMap<string, string>
) {
  const { memory, pool, strategy, tileBytes } = options
  yield* checkStrategy(strategy)
  const files = yield* openTiles(pool, { tileBytes })
  const cost = costOf(options, files, yield* labelsAtMost(files, options))
  const peak = yield* peakOf(files, options, cost, columns, options.threads ?? availableParallelism())
  if (memory < Math.max(LEAST, peak)) return yield* tooSmall(memory, peak)
  const engine = yield* Layer.build(yield* engineLayer(options, files.rows * files.cols))
  const speed = yield* Effect.provide(measured(files, cost), engine)
  const before = files.done()
  const read = (): SelectionRead => {
    const bytes = files.done() - before
    return { passes: bytes / files.bytes, bytes }
  }
  return { files, plan: planOf(files, cost, speed, memory, peak), engine, read } satisfies OverFile as OverFile
})
