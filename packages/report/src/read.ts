/**
 * The journals of an experiment, read again: a folder that `marginalia run` wrote, or journals one by one.
 */
import type { Journal } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { readExperiment } from "@marginalia/experiments/folder"
import { describeGap, digest, readJournal } from "@marginalia/experiments/journal"
import { remarkOn } from "@marginalia/experiments/made-before"
import type { Experiment, Unit } from "@marginalia/experiments/unit"
import { version } from "@marginalia/experiments/version"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { beside, labelsOf } from "./beside.ts"
import type { Loaded, Round, UnitRun } from "./loaded.ts"
import { ReportProblem } from "./problem.ts"

export type { Loaded, Round, Side, UnitRun } from "./loaded.ts"

/** A round without the weight of a list of numbers. */
const roundOf = ({ poolPredictions, ...event }: Journal.Round, timing: Journal.Timing, classes: number): Round => ({
  event,
  predictions: classes <= 256 ? Uint8Array.from(poolPredictions) : Int32Array.from(poolPredictions),
  timing
})

/** Where a journal lies and what is known of it beforehand. */
interface Place {
  readonly path: string
  readonly file: string
  readonly unit: Unit | undefined
}

const textFact = (config: Journal.Config, name: string): string | undefined => {
  const fact = config.facts[name]
  return typeof fact === "string" ? fact : undefined
}

const namesOf = (unit: Unit | undefined, config: Journal.Config) => ({
  dataset: unit?.data.name ?? textFact(config, "dataset") ?? "data",
  strategy: unit?.strategy.name ?? config.strategy.text,
  seed: config.seed
})

const remarkOf = ({ config, file, finished, gap, rounds }: UnitRun): ReadonlyArray<string> => {
  const planned = config.rounds + (config.initial === null ? 0 : 1)
  if (gap !== undefined) return [`${file}: ${gap}`]
  return finished ? [] : [`${file} is unfinished: ${rounds.length} of ${planned} rounds`]
}

const readPlace = Effect.fnUntraced(function*({ file, path, unit }: Place) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* fs.exists(path).pipe(Effect.mapError(toFileProblem(path))))) return `${file} was not started`
  const contents = yield* Effect.result(readJournal(path))
  if (Result.isFailure(contents)) return `${file} is left out: ${contents.failure.message}`
  const { entries, gap } = contents.success
  const config = entries[0]?.event
  if (config?._tag !== "Config") return `${file} holds nothing yet`
  const rounds = entries.flatMap(({ event, timing }) =>
    event._tag === "Round" ? [roundOf(event, timing, config.classes)] : []
  )
  const end = entries.at(-1)?.event
  const run: UnitRun = {
    file,
    ...namesOf(unit, config),
    unit,
    config,
    rounds,
    finished: end?._tag === "Finished",
    stopped: end?._tag === "Finished" ? end.stopped?.criterion : undefined,
    own: end?._tag === "Finished" ? end.own ?? 0 : 0,
    gap: gap === undefined ? undefined : describeGap(gap),
    digest: digest(entries)
  }
  return run
})

const decodeVersions = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.String))

/** The version that a journal says; this one where it says none. */
const coreVersion = ({ config: { facts } }: UnitRun): string =>
  Option.match(decodeVersions(facts["versions"]), {
    onNone: () => version,
    onSome: (versions) => versions["@marginalia/core"] ?? version
  })

/** Runs of an older version are read and shown, and said to be such. */
const madeBefore = (experiment: Experiment | undefined, runs: ReadonlyArray<UnitRun>): ReadonlyArray<string> => {
  const made = experiment === undefined ? runs.map(coreVersion) : [experiment.version]
  return [...new Set(made)].flatMap((one) => {
    const remark = remarkOn(one)
    return remark === undefined ? [] : [`the runs were ${remark}`]
  })
}

const load = Effect.fnUntraced(function*(places: ReadonlyArray<Place>, experiment: Experiment | undefined) {
  const read = yield* Effect.forEach(places, readPlace)
  const runs = read.filter((one) => typeof one !== "string")
  const absent = read.filter((one) => typeof one === "string")
  const begun = runs.filter(({ rounds }) => rounds.length > 0)
  if (begun.length === 0) {
    const named = places.slice(0, 3).map(({ path }) => path).join(", ")
    const why = absent.length === 0 ? "" : ` (${absent.slice(0, 3).join("; ")})`
    const problem = `${named}: no unit has finished a round yet, so there is nothing to report${why}`
    return yield* new ReportProblem({ problem, reason: "Empty", paths: places.map(({ path }) => path) })
  }
  const other = begun.find(({ config }) => config.task !== undefined)
  if (other !== undefined) {
    const task = other.config.task!
    const problem =
      `${other.file}: its task is ${task}, and reports are of classification; marginalia run prints how it compares`
    return yield* new ReportProblem({ problem, reason: "Task", paths: [other.file], value: task })
  }
  const remarks = [...madeBefore(experiment, begun), ...absent, ...runs.flatMap(remarkOf)]
  return { experiment, runs: begun, remarks } satisfies Loaded
})

const folderPlaces = Effect.fnUntraced(function*(folder: string) {
  const paths = yield* Path.Path
  const experiment = yield* readExperiment(folder)
  const places = experiment.units.map(({ file, unit }) => ({ path: paths.join(folder, file), file, unit }))
  return { experiment, places }
})

/** The experiment that a journal lies in: at most `units/<data>/<strategy>/` above it. */
const around = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const absolute = paths.resolve(path)
  let folder = paths.dirname(absolute)
  for (let level = 0; level < 4; level++, folder = paths.dirname(folder)) {
    if (!(yield* Effect.orElseSucceed(fs.exists(paths.join(folder, "experiment.json")), () => false))) continue
    const { experiment, places } = yield* folderPlaces(folder)
    const place = places.find((one) => paths.resolve(one.path) === absolute)
    if (place !== undefined) return { experiment, place }
  }
  return { experiment: undefined, place: { path, file: paths.basename(path), unit: undefined } }
})

const readFolder = Effect.fnUntraced(function*(path: string) {
  const { experiment, places } = yield* folderPlaces(path)
  return yield* load(places, experiment)
})

/**
 * Reads what the paths name: one folder of an experiment, several that are put beside one another, or journals. Fails with
 * `ReportProblem` when they are neither, or no round is finished, with `InvalidInput` where the experiment is of another version, and with
 * `FileProblem` where a path cannot be read. A damaged journal is left out, with a remark.
 */
export const readRuns = Effect.fn("readRuns")(function*(paths: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const real = yield* Effect.forEach(paths, (path) => fs.realPath(path).pipe(Effect.mapError(toFileProblem(path))))
  const twice = paths.find((_, i) => real.indexOf(real[i]!) < i)
  if (twice !== undefined) {
    return yield* new ReportProblem({
      problem: Message.text`${twice} is named twice; name each once`,
      reason: "Several",
      paths
    })
  }
  const isFolder = yield* Effect.forEach(
    paths,
    (path) => Effect.map(fs.stat(path).pipe(Effect.mapError(toFileProblem(path))), ({ type }) => type === "Directory")
  )
  if (isFolder.includes(true) && isFolder.includes(false)) {
    const problem = "give folders of experiments, or journals (.db); not both"
    return yield* new ReportProblem({ problem, reason: "Several", paths })
  }
  if (isFolder[0]) {
    const all = yield* Effect.forEach(paths, readFolder)
    return all.length === 1 ? all[0]! : beside(all, labelsOf(paths))
  }
  const found = yield* Effect.forEach(paths, around)
  return yield* load(found.map(({ place }) => place), found[0]?.experiment)
})
