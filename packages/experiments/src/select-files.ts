/**
 * Choosing from files: a pool, labels and columns as they lie there, read as the command reads them. Tested in
 * packages/cli/test/select.test.ts, round-folder.test.ts and plugin.test.ts.
 */
import { MissingColumn } from "@marginalia/core/Errors"
import type { Manifest } from "@marginalia/core/Manifest"
import { notes } from "@marginalia/core/Notices"
import type { Selection } from "@marginalia/core/Selection"
import * as Strategy from "@marginalia/core/Strategy"
import type { Task } from "@marginalia/core/Task"
import * as Trace from "@marginalia/core/Trace"
import { readRound, type Round } from "@marginalia/datasets/files/round-about"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type EngineAsked, engineFacts, engineLayer } from "./engine/engine.ts"
import type { Plugin } from "./engine/plugin.ts"
import { checkCard, type KernelsOn, onCard } from "./selection/card.ts"
import { carryIn, checkCarry, nameVectors } from "./selection/carry.ts"
import { checkColumn, checkStdin, groupsOf } from "./selection/columns.ts"
import { type Elsewhere, problemElsewhere } from "./selection/elsewhere.ts"
import { type InputOptions, type Inputs, readInputs } from "./selection/inputs.ts"
import { memoryFor } from "./selection/large.ts"
import { openWithin, type OverFile, type SelectionRead } from "./selection/over-file.ts"
import { planLines, readLine } from "./selection/plan-lines.ts"
import { columnsOf, readingOf } from "./selection/pool-asked.ts"
import { withinMemory } from "./selection/resident.ts"
import { roundHint, withRound } from "./selection/round.ts"
import { checkServes } from "./selection/serves.ts"
import { spendOf } from "./selection/spending.ts"

/** What is chosen from, what is known of it, and who chooses. */
export interface SelectFilesOptions extends InputOptions, Omit<EngineAsked, "variant"> {
  /** What chooses. */
  readonly strategy: Strategy.Any
  /**
   * What the kernels compute on: the processor, or a graphics card that it asks first, by WebGPU. Picks do not depend on it. Not with
   * `memory`. Default "cpu".
   */
  readonly kernels?: KernelsOn | undefined
  /** The files of further columns, by the columns' names. Default none. */
  readonly columns?: ReadonlyMap<string, string> | undefined
  /** A round folder, from which the columns are taken that the strategy needs and nobody names. Default none. */
  readonly roundFolder?: string | undefined
  /**
   * Bytes that this process may take, all of it included: the vectors stay in their `.npy` files, or are decoded once from Parquet files into a
   * file on the disk that is gone afterwards, and the picks are those of reading them into memory. Default: no limit, and they are read into memory; where an `.npy` file has more of them than the 4 GB
   * that kernels address together, half of the machine's memory.
   */
  readonly memory?: number | undefined
  /**
   * A folder in which what stays true from round to round is kept, and looked for: for k-center, the distances of items to what is labeled, so
   * that the next round, with more labels, need not measure them again. Eight bytes an item. No result depends on it. Default: nothing is kept.
   */
  readonly carry?: string | undefined
  /** Bytes of the rows that are read at a time, with `memory`. Default 8 MB. No result depends on it. */
  readonly tileBytes?: number | undefined
  /** The pool, where its rows are on other machines, in place of the file `pool`, which is how it is called then. Default none. */
  readonly elsewhere?: Elsewhere | undefined
  /** The plugins that the strategy is from, for the manifest. Default none. */
  readonly plugins?: ReadonlyArray<Plugin> | undefined
}

/** A selection with all that it was made from. */
export interface SelectedFiles {
  /** What was asked. */
  readonly options: SelectFilesOptions
  /** The query, and the files that it was made from. */
  readonly inputs: Inputs
  /** Who computed. */
  readonly engine: Manifest["engine"]
  readonly selection: Selection
  /** How long the strategy took, without the reading. */
  readonly milliseconds: number
  /** What was read of vectors that stay in their files, the first look at them included; undefined where they are in memory. */
  readonly read: SelectionRead | undefined
}

/** What the folder holds is known: say what to do about a column that it lacks. */
const ofRound = (error: MissingColumn, round: Round): MissingColumn => {
  const { columns, part, strategy } = error
  return new MissingColumn({ columns, part, strategy, supply: [{ advice: roundHint(round, error) }] })
}

/** The task: the one that was said, or the only one that the strategy serves where labels are no classes. */
const taskOf = ({ strategy, task }: SelectFilesOptions): Task | undefined => {
  const [first, ...others] = Strategy.tasks(strategy)
  return task ?? (others.length === 0 && first !== "classification" ? first : undefined)
}

/** What the steps want the user to know. */
const warningsOf = ({ trace }: Selection): ReadonlyArray<string> =>
  trace.flatMap(({ notes: { warning }, step }) => warning === undefined ? [] : [`${step}: ${String(warning)}`])

/** What the steps say that they have lost by not being exact. */
const lossesOf = ({ trace }: Selection): ReadonlyArray<string> =>
  Trace.losses(trace).map(({ notes, step }) => {
    const told = Object.entries(notes).map(([name, value]) =>
      `${name} ${typeof value === "number" ? Number(value.toPrecision(4)) : String(value)}`
    )
    return `${step} is approximate: ${told.join(", ")}`
  })

const columnFiles = Effect.fnUntraced(
  function*({ columns = new Map(), costColumn, strategy }: SelectFilesOptions, round: Round | undefined) {
    yield* Effect.forEach(columns.keys(), (name) => checkColumn(name, strategy, costColumn), { discard: true })
    return round === undefined ? columns : yield* withRound(round, columns, strategy)
  }
)

/** How a table's columns are read; see `readInputs`. */
const readingFor = Effect.fnUntraced(function*(options: SelectFilesOptions, columns: ReadonlyMap<string, string>) {
  const { metadata, strategy, where } = options, spend = yield* spendOf(options)
  const asked = { columns: columnsOf(options), groups: groupsOf(strategy), scope: { metadata, where }, spend }
  return (yield* readingOf(asked, columns)).how
})

/** Reads the pool and all that is known of it, and runs the strategy. */
const selected = Effect.fnUntraced(function*(
  options: SelectFilesOptions,
  round: Round | undefined,
  columns: ReadonlyMap<string, string>,
  opened: OverFile | undefined
) {
  const { strategy } = options
  const files = options.elsewhere ??
    (opened === undefined ? undefined : { files: opened.files, whole: opened.plan.place === "memory" })
  const reading = readInputs(options, groupsOf(strategy), columns, round, files)
  const inputs = yield* opened === undefined ? reading : Effect.provide(reading, opened.engine)
  const { cols, rows } = inputs.pool.matrix
  const computing = { ...options, variant: options.elsewhere?.variant }
  const computes = yield* engineLayer(computing, rows * cols)
  const engine = opened?.engine ?? (yield* Layer.build(yield* onCard(computes, options)))
  const carry = options.carry === undefined ? undefined : yield* carryIn(options.carry)
  if (carry !== undefined) yield* nameVectors(inputs, options)
  const start = yield* Clock.currentTimeMillis
  const [selection, facts] = yield* Effect.all([Strategy.runAny(strategy, inputs.query), engineFacts(options)]).pipe(
    Effect.provide(engine),
    Effect.provide(carry?.layer ?? Layer.empty),
    Effect.mapError((error) => error._tag === "MissingColumn" && round !== undefined ? ofRound(error, round) : error)
  )
  const milliseconds = (yield* Clock.currentTimeMillis) - start
  yield* carry?.told ?? Effect.void
  const read = opened === undefined ? undefined : yield* opened.read
  yield* notes([...warningsOf(selection), ...lossesOf(selection), ...(read === undefined ? [] : [readLine(read)])])
  return { options, inputs, engine: facts, selection, milliseconds, read } satisfies SelectedFiles as SelectedFiles
})

/**
 * Reads everything that is `asked`, and runs the strategy; by default nothing is labeled, the seed is 0, and the pool is all
 * there is. What the readers and the steps noticed is said to `Notices`, how far it is to `Progress`.
 *
 * Fails with `UsageProblem`, `InvalidInput` or `FileProblem` for what is asked or read, with `InvalidQuery` and
 * `MissingColumn`, with `MissingPackage` where another program is to compute and is not here, with `WebGpuUnavailable` where there
 * is no card and `options.kernels` asks for one, as the strategy does, with `SelectionError`, and with `MemoryExceeded` before more memory is taken than `options.memory`.
 *
 * @example
 * ```ts
 * import { selectFiles } from "@marginalia/experiments/select-files"
 * import { typiclust } from "@marginalia/strategies"
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { writeFileSync } from "node:fs"
 * import * as Effect from "effect/Effect"
 *
 * writeFileSync("pool.csv", "id,x,y\na,0,0\nb,0,1\nc,9,9\nd,9,8\n")
 * const asked = selectFiles({ pool: "pool.csv", strategy: typiclust(), budget: 2 })
 * const { selection } = await Effect.runPromise(Effect.provide(asked, NodeServices.layer))
 * console.log(selection.ids.length) // => 2
 * ```
 */
export const selectFiles = Effect.fn("selectFiles")(function*(asked: SelectFilesOptions) {
  const options: SelectFilesOptions = { ...asked, task: taskOf(asked) }
  yield* checkServes(options)
  const { exclude = [], include = [], labels, metadata, only = [], pool, roundFolder, strategy } = options
  const refused = options.elsewhere === undefined ? undefined : problemElsewhere(strategy, options.clusterer)
  if (refused !== undefined) return yield* refused
  const round = roundFolder === undefined ? undefined : yield* readRound(roundFolder)
  const columns = yield* columnFiles(options, round)
  const named = [labels, metadata].filter((path) => path !== undefined)
  yield* checkStdin([pool, ...columns.values(), ...named, ...only, ...exclude, ...include])
  if (options.carry !== undefined) yield* checkCarry(options.carry)
  const memory = options.memory ?? (options.elsewhere === undefined ? yield* memoryFor(pool) : undefined)
  yield* checkCard({ ...options, memory })
  const opened = memory === undefined
    ? undefined
    : yield* openWithin({ ...options, memory }, columns, yield* readingFor(options, columns))
  if (opened === undefined) return yield* selected(options, round, columns, undefined)
  yield* notes(planLines(opened.plan))
  const { limit, peak: planned } = opened.plan
  return yield* withinMemory(selected(options, round, columns, opened), { limit, planned, fewer: "threads" })
}, Effect.scoped)

/**
 * What {@link selectFiles} would do with `options.memory`: where the vectors are, how often they are read, how long it takes, and the
 * memory at its highest. Reads headers and a moment's worth of rows (of Parquet the first row group), and nothing else.
 *
 * Fails with `UsageProblem` for a limit that is too small, with the least that would do, and for a strategy that takes the whole
 * pool into memory; with `MissingPackage` where another program is to compute and is not here; and as the reader of headers does,
 * with `InvalidInput` or `FileProblem`.
 */
export const planFiles = Effect.fn("planFiles")(function*(options: SelectFilesOptions & { readonly memory: number }) {
  yield* checkCard(options)
  const round = options.roundFolder === undefined ? undefined : yield* readRound(options.roundFolder)
  const columns = yield* columnFiles(options, round)
  return (yield* openWithin(options, columns, yield* readingFor(options, columns))).plan
}, Effect.scoped)
