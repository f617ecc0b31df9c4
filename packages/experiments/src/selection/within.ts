/**
 * Whether a selection from a pool that stays in its file is within the limit; where it is not, what to do. Tested in
 * packages/cli/test/over-file.test.ts and packages/cli/test/herding.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Strategy from "@marginalia/core/Strategy"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { type EngineAsked, threadsFor } from "../engine/engine.ts"
import { bySample, sizeWithin } from "./by-sample.ts"
import {
  addressed,
  isCovering,
  labelsAtMost,
  rememberedFor,
  roomFor,
  takenBy,
  takenToDecode,
  wholeBytes
} from "./memory-cost.ts"
import { type Cost, type CostAsked, costOf, gatheredBytes } from "./pass-cost.ts"
import { overFile } from "./places.ts"

/** What is asked, and the memory that is allowed. */
interface Asked extends CostAsked, EngineAsked {
  readonly memory: number
}

/** What is done, the bytes at its highest, and those for rows that are gathered at a time. */
interface Found {
  readonly cost: Cost
  readonly peak: number
  readonly room: number
}

/** The limits that are tried begin here, in bytes. */
const LEAST = 256e6

/** More rows than kernels address. */
const ADDRESSED = 2 ** 32

const tooLarge = (part: string, instead: Message.Message): UsageProblem => {
  const allowed = overFile()
  return new UsageProblem({
    problem: Message
      .text`${part} takes the whole pool into memory, and this one is larger than the 4 GB that it can take`,
    hint: Message.text`use what runs over a file: ${
      allowed.join(", ")
    }, and normalize, kmeans, typicality, sup, proximity and k-center in pipelines${instead}; or a part of the pool`,
    reason: "Unknown",
    setting: "memory",
    value: part,
    allowed
  })
}

/** Approximate ways within the limit, by name: nobody takes them who is not told to. */
const inBatches = Message.text`, or cluster approximately, which tells what it loses: ${
  Message.setting("clusterer", { value: "mini-batch" })
}`
const fromSample = (strategy: Strategy.Any): Message.Message =>
  Message.text`, or choose from a sample of the pool, which tells what it loses: ${Strategy.text(strategy)}`

const tooSmall = (
  limit: number,
  peak: number,
  [part]: ReadonlyArray<string>,
  instead: Message.Message
): UsageProblem => {
  const least = Math.max(LEAST, Math.ceil(peak / 1e6) * 1e6), example = `${least / 1e6}MB`, allowed = overFile()
  const takes = part === undefined ? "this selection" : Message.text`${part} takes the whole pool into memory, and`
  const ways = part === undefined ? "" : `, or use what runs over a file: ${allowed.join(", ")}`
  return new UsageProblem({
    problem: Message.text`${Message.setting("memory")} is ${Quote.bytes(limit)}, and ${takes} takes up to ${
      Quote.bytes(least)
    }`,
    hint: Message.text`give at least ${Message.setting("memory", { value: example })}${ways}${instead}`,
    reason: "Value",
    setting: "memory",
    value: limit,
    expected: `at least ${example}`
  })
}

/** A sample that kernels do not address. */
const sampleTooLarge = (sampled: number, { cols }: OpenedTiles): UsageProblem => {
  const most = Math.floor(ADDRESSED / addressed({ cols, rows: 1 }))
  return new UsageProblem({
    problem:
      `a sample of the pool, with what is labeled and picked, has up to ${sampled} rows, and ${most} of ${cols} ` +
      "numbers are as many as have room in the 4 GB that it can take",
    hint: "make the reference smaller",
    reason: "Value",
    setting: "strategy",
    value: sampled,
    expected: `at most ${most}`
  })
}

/** What is done with so much memory, and the bytes at its highest. */
const costWithin = Effect.fnUntraced(function*(
  files: OpenedTiles,
  options: Asked,
  columns: ReadonlyMap<string, string>,
  threads: number
) {
  const labels = yield* labelsAtMost(files, options), first = costOf(options, files, labels, gatheredBytes(files))
  const taken = yield* takenBy(files, options, first, columns, threads)
  const covering = isCovering(first) ? first.sampled || files.rows : 0
  const room = first.gathers ? roomFor(files, options.memory, taken) : rememberedFor(covering, options.memory, taken)
  return {
    cost: first.gathers ? costOf(options, files, labels, room) : first,
    peak: Math.max(takenToDecode(files), taken + room),
    room
  } satisfies Found as Found
})

const hasRoom = ({ memory }: Asked, { cost, peak }: Found, { cols }: OpenedTiles): boolean =>
  memory >= Math.max(LEAST, peak) && cost.whole.length === 0 && addressed({ cols, rows: cost.sampled }) <= ADDRESSED

/** The same strategy on the largest sample that has room and is worth naming; undefined where none is. */
const sampleWithin = Effect.fnUntraced(function*(
  files: OpenedTiles,
  options: Asked,
  columns: ReadonlyMap<string, string>,
  threads: number
) {
  const { budget, memory, strategy } = options, least = bySample(strategy, 2)
  if (least === undefined) return undefined
  const { cost, peak } = yield* costWithin(files, { ...options, strategy: least }, columns, threads)
  const row = { cols: files.cols, rows: 1 }, addressable = ADDRESSED / addressed(row) - cost.sampled
  const bytes = wholeBytes(row) + 4 * files.cols
  const size = sizeWithin(files.rows, budget, Math.min((memory - peak) / bytes, addressable))
  const named = size === undefined ? undefined : bySample(strategy, size)
  if (named === undefined) return undefined
  const found = yield* costWithin(files, { ...options, strategy: named }, columns, threads)
  return hasRoom(options, found, files) ? named : undefined
})

/**
 * What is done within the limit, and the bytes at its highest. Fails with `UsageProblem` where that is more, or a part takes more rows into memory
 * than kernels address, with the approximate ways that have room.
 */
export const within = Effect.fnUntraced(function*(
  files: OpenedTiles,
  options: Asked,
  columns: ReadonlyMap<string, string>
) {
  const { memory } = options, threads = threadsFor(options, files.rows * files.cols), { cols } = files
  const found = yield* costWithin(files, options, columns, threads), { cost, peak } = found
  const isBeyond = cost.whole.length > 0 && addressed(files) > ADDRESSED
  if (addressed({ cols, rows: cost.sampled }) > ADDRESSED) return yield* sampleTooLarge(cost.sampled, files)
  if (!isBeyond && memory >= Math.max(LEAST, peak)) return found
  const sample = cost.whole.length === 0 ? undefined : yield* sampleWithin(files, options, columns, threads)
  const named = sample === undefined ? Message.text`` : fromSample(sample)
  if (isBeyond) return yield* tooLarge(cost.whole[0]!, named)
  const other = cost.exact > 0 && cost.whole.length === 0
    ? yield* costWithin(files, { ...options, clusterer: "mini-batch" }, columns, threads)
    : undefined
  const isBatched = other !== undefined && hasRoom(options, other, files)
  return yield* tooSmall(memory, peak, cost.whole, isBatched ? inBatches : named)
})
