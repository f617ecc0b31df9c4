/**
 * What an experiment will cost, before it starts.
 */
import { Experiment, Named, type Registry, Strategy } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { bytes, counted, longTime } from "@marginalia/core/Words"
import { isPath } from "@marginalia/datasets/known/path"
import { allowedHeld } from "@marginalia/datasets/limits"
import { UsageProblem } from "@marginalia/datasets/problems"
import { backendKind, build, estimate, probe } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { availableParallelism } from "node:os"
import { library } from "./engine/library.ts"
import { needsOf } from "./expand/adapt.ts"
import { sizesOf, type SourceFacts, widthOf } from "./expand/facts.ts"
import { SHARE } from "./selection/resident.ts"
import { roundsOf, type Source, type Unit } from "./unit.ts"

/** What an experiment will cost. */
export interface Preflight {
  /** How many units. */
  readonly units: number
  /** How many trainings, one a round. */
  readonly trainings: number
  /** Of one process, about. */
  readonly bytes: number
  /** Of all of them together at their highest, about. */
  readonly peak: number
  /** Of the whole, about, with that many processes. */
  readonly seconds: number
  /** How many processes. */
  readonly jobs: number
  /** Why there are fewer processes than cores, if there are. */
  readonly why: Message.Message | undefined
}

/** What a process takes beside data and models: 482 MB at its highest, after 350 units on the digits; it starts with 455. */
export const PROCESS = 500e6

/** What the process takes that hands out the work to others; 290 MB measured. */
const HANDING = 300e6

/** Seconds that a batch takes beside its arithmetic. */
const OVERHEAD = 2e-4

const BATCH = 256
const PASSES = 25
/** A random number of a dropout mask: one by one, or four at a time in WebAssembly. */
const DRAW = 4e-8, DRAW_OF_FOUR = 6e-9
/** What k-means and searches for neighbors reach, in operations a second. */
const KERNELS = 5e9
const LLOYD = 20

/** Known data sets whose images are files. */
const IMAGE_SETS: ReadonlyArray<string> = ["tiny-imagenet", "isic-2019"]

interface Cost {
  readonly bytes: number
  readonly seconds: number
}

/** Memory that items take as they are read, and once more while they are divided up; of image files not more than is held. */
const itemBytes = (source: Source, shape: ReadonlyArray<number>, items: number, held: number): number => {
  const bytes = 2 * items * shape.reduce((size, n) => size * n, 1) * (shape.length === 3 ? 1 : 4)
  const known = source.kind === "known" ? source.dataset : undefined
  const files = known !== undefined && shape.length === 3 && (isPath(known) || IMAGE_SETS.includes(known))
  return files ? Math.min(bytes, 2 * held) : bytes
}

const built = ({ learning, data }: Unit, facts: SourceFacts) =>
  build(learning.network, (learning.on === "images" ? facts.shape : [widthOf(data, facts)]) as never, facts.classes)

const labelsAt = ({ budget, initial }: Unit, round: number): number =>
  initial.kind === "none"
    ? Experiment.budgetOf(budget, round + 1)
    : initial.items + Experiment.budgetOf(budget, round)

/** What a unit costs on a device of so many operations a second. */
const costOf = (unit: Unit, facts: SourceFacts, gflops: number, registry: Registry.Registry, held: number): Cost => {
  const network = built(unit, facts), { pool, test } = sizesOf(unit.data, facts)
  const width = widthOf(unit.data, facts), needs = needsOf(Strategy.readUnsafe(unit.strategy.text, registry))
  const { recipe: config } = unit.learning
  const at = (round: number) => Math.min(pool, labelsAt(unit, round))
  const last = estimate(network, config, at(roundsOf(unit) - 1), gflops)
  const passes = needs.has("passes") ? PASSES : 0, isWasm = ["auto", "wasm"].includes(unit.learning.backend)
  const predicted = pool + test + pool * (passes + needs.size)
  const predict = predicted * (last.flops / (gflops * 1e9) + OVERHEAD / BATCH) +
    pool * passes * network.head.kept * (isWasm ? DRAW_OF_FOUR : DRAW)
  let seconds = 0
  for (let round = 0; round < roundsOf(unit); round++) {
    const items = at(round)
    const batches = Math.ceil(items / config.batch) * config.epochs
    const clusters = needs.size === 0
      ? 2 * pool * width * (items + Experiment.largestBudget(unit.budget)) * LLOYD / KERNELS
      : 0
    seconds += 3 * last.flops * items * config.epochs / (gflops * 1e9) + batches * OVERHEAD + predict + clusters
  }
  return {
    bytes: PROCESS + itemBytes(unit.data.source, facts.shape, pool + test, held) + 8 * (pool + test) * width +
      last.bytes,
    seconds
  }
}

/** Seconds that the speed of the machine is measured for: the estimate is within a factor of three. */
const MEASURED = 0.1

const speed = Effect.fnUntraced(function*(backend: string) {
  const { value: choice } = yield* Named.read(backendKind, backend, library())
  const { gflops = 5 } = yield* probe(choice === "auto" ? "wasm" : choice, MEASURED)
  return gflops
})

/** The cores that a user has, and the memory that is free. */
export interface Machine {
  readonly cores: number
  readonly free: number
  /** How many bytes may be taken together. Default: what is free. */
  readonly limit?: number | undefined
}

/** This machine. */
export const thisMachine = (): Machine => ({ cores: availableParallelism(), free: process.availableMemory() })

const processes = (count: number): string => count === 1 ? "1 process" : `${count} processes`

/** How many processes have room in a limit: one does the work itself, more are handed it by another one. */
const within = (limit: number, each: number): number => Math.max(1, Math.floor((SHARE * limit - HANDING) / each))

/**
 * How many processes: as many as asked for or as there are cores, as far as units and memory go; one at least.
 *
 * `each` is the memory that a process takes, in bytes.
 */
export const jobsFor = (
  asked: number | undefined,
  units: number,
  each: number,
  { cores, free, limit }: Machine
): { readonly jobs: number; readonly why: Message.Message | undefined } => {
  const wanted = Math.max(1, Math.min(asked ?? cores, units))
  const fitting = Math.max(1, Math.floor(0.8 * free / each)),
    allowed = limit === undefined ? fitting : within(limit, each)
  const jobs = Math.min(fitting, allowed, wanted), instead = `so ${processes(jobs)} at a time instead of ${wanted}`
  if (jobs === wanted) return { jobs, why: undefined }
  const why = limit !== undefined && allowed <= fitting
    ? Message.text`a unit takes about ${bytes(each)}, and ${Message.setting("memory")} is ${bytes(limit)}, ${instead}`
    : `a unit takes about ${bytes(each)} and ${bytes(free)} are free, ${instead}`
  return { jobs, why }
}

/** Nothing to run in a limit where one process has no room. */
const checkLimit = (each: number, limit: number | undefined): Effect.Effect<void, UsageProblem> => {
  if (limit === undefined || each <= SHARE * limit) return Effect.void
  const least = `${Math.ceil(each / SHARE / 1e6)}MB`
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("memory")} is ${bytes(limit)}, and a unit takes about ${bytes(each)}`,
      hint: Message.text`give at least ${Message.setting("memory", { value: least })}`,
      reason: "Value",
      setting: "memory",
      value: limit,
      expected: `at least ${least}`
    })
  )
}

/** Units that differ in their seeds cost the same. Others are heard in between: there may be millions of rounds. */
const costsOf = Effect.fnUntraced(function*(units: ReadonlyArray<Unit>, cost: (unit: Unit) => Cost) {
  const known = new Map<string, Cost>()
  return yield* Effect.forEach(units, (unit) =>
    Effect.gen(function*() {
      const key = JSON.stringify({ ...unit, seed: 0 })
      const before = known.get(key)
      if (before !== undefined) return before
      yield* Effect.yieldNow
      const found = cost(unit)
      known.set(key, found)
      return found
    }))
})

/**
 * What an experiment will cost, before it starts: trainings, memory, time, and how many processes are worth while.
 *
 * Fails with `DatasetError` where MARGINALIA_MAX_HELD is no size, with `InvalidName` or `InvalidOptions` for a
 * backend that is not known here, and with `UsageProblem` where one process takes more than the limit.
 *
 * `units` are what is run, `facts` those of their data sets by name, `registry` holds the strategies' parts,
 * `asked` is how many processes are wanted, and `limit` how many bytes they may take together (default: what is free). Measures the speed of this machine; a moment. Estimates are rough:
 * within a factor of three.
 */
export const preflight = Effect.fn("preflight")(function*(
  units: ReadonlyArray<Unit>,
  facts: ReadonlyMap<string, SourceFacts>,
  registry: Registry.Registry,
  asked: number | undefined,
  limit?: number
) {
  const speeds = new Map<string, number>()
  for (const backend of new Set(units.map(({ learning }) => learning.backend))) {
    speeds.set(backend, yield* speed(backend))
  }
  const held = yield* allowedHeld
  const costs = yield* costsOf(
    units,
    (unit) => costOf(unit, facts.get(unit.data.name)!, speeds.get(unit.learning.backend)!, registry, held)
  )
  const each = costs.reduce((most, cost) => Math.max(most, cost.bytes), 0)
  const device = units.some(({ learning }) => !["wasm", "cpu"].includes(learning.backend))
  yield* checkLimit(each, limit)
  const { jobs, why } = jobsFor(asked ?? (device ? 1 : undefined), units.length, each, { ...thisMachine(), limit })
  const longest = costs.reduce((most, { seconds }) => Math.max(most, seconds), 0)
  const whole = costs.reduce((sum, { seconds }) => sum + seconds, 0)
  return {
    units: units.length,
    trainings: units.reduce((sum, unit) => sum + roundsOf(unit), 0),
    bytes: each,
    peak: jobs === 1 ? each : HANDING + jobs * each,
    seconds: Math.max(longest, whole / jobs),
    jobs,
    why
  } satisfies Preflight as Preflight
})

/** The pre-flight in lines. */
export const preflightLines = (
  { bytes: each, jobs, seconds, trainings, units, why }: Preflight
): ReadonlyArray<Message.Message> => [
  `${counted(units, "unit")}, ${counted(trainings, "training")}; about ${longTime(seconds)} with ${
    processes(jobs)
  } of about ${bytes(each)}`,
  ...(why === undefined ? [] : [why])
]
