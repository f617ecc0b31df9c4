/**
 * An experiment file in its one long form.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Paths from "effect/Path"
import { loadPlugin } from "../engine/plugin.ts"
import { limits } from "../limits.ts"
import * as Decoders from "./decoders.ts"
import type { DataWord, ExperimentFile, StrategyWord } from "./form.ts"
import { learner } from "./learner.ts"
import {
  checkKeys,
  ConfigIssue,
  every,
  ExperimentFileError,
  issuesOf,
  mapOf,
  type Path,
  type Place,
  record,
  shown
} from "./mistake.ts"
import { readYaml } from "./yaml.ts"

const settingsKeys = "budget rounds initial embedding learner oracle subset longTail holdOut radius".split(" ")

const settings = (path: Path, map: { readonly [key: string]: unknown }) => ({
  budget: () => Decoders.amount([...path, "budget"], map["budget"], "budget"),
  rounds: () => Decoders.count([...path, "rounds"], map["rounds"], "rounds", limits.rounds),
  initial: () => Decoders.initial([...path, "initial"], map["initial"]),
  embedding: () => Decoders.embedding([...path, "embedding"], map["embedding"]),
  learner: () => learner([...path, "learner"], map["learner"]),
  oracle: () => Decoders.oracle([...path, "oracle"], map["oracle"]),
  subset: () => Decoders.seeded([...path, "subset"], map["subset"], "subset", "items"),
  longTail: () => Decoders.seeded([...path, "longTail"], map["longTail"], "longTail", "factor"),
  holdOut: () => Decoders.seeded([...path, "holdOut"], map["holdOut"], "holdOut", "fraction"),
  radius: () => Decoders.above0([...path, "radius"], map["radius"], "radius")
})

const text = (path: Path, value: unknown, what: string): string | undefined => {
  if (value === undefined) return undefined
  if (typeof value === "string" && value.trim() !== "") return value.trim()
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a text`, { value })
}

const texts = (path: Path, value: unknown, what: string): ReadonlyArray<string> | undefined => {
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : [value]).map((one, i) => text([...path, i], String(one), what)!)
}

const list = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : [value]

/** What says nothing of a pool, and of a known data set. */
const ofKnown = ["folder", "size", "white"]
const ofTables = ["labels", "idColumn", "features", "labelColumn", "noHeader", "split", "classes", "test"]
const ofFiles = [...ofTables, "labelField", "labelsByPosition", "skipLabels", "trustPredictions"]

const splitNames = ["train", "val", "test", "all"] as const

const dataKeys = ["name", "framework", "dataset", ...ofKnown, "pool", ...ofFiles, ...settingsKeys]

const testPair = (path: Path, value: unknown) => {
  if (value === undefined) return undefined
  const { labels, pool } = record(path, value, "test", ["pool", "labels"])
  if (pool !== undefined && labels !== undefined) {
    return { pool: text([...path, "pool"], pool, "pool"), labels: text([...path, "labels"], labels, "labels") }
  }
  throw new ConfigIssue(path, "test takes both pool: and labels:")
}

/** Refuses keys that would be passed over. */
const checkOthers = (path: Path, map: { readonly [key: string]: unknown }, keys: ReadonlyArray<string>): undefined => {
  const wrong = keys.find((key) => map[key] !== undefined)
  if (wrong === undefined) return
  const [said, of] = keys === ofKnown ? ["pool:", "dataset:"] : ["dataset:", "pool:"]
  throw new ConfigIssue([...path, wrong], `${wrong}: says nothing of a data set with ${said}; it is for one with ${of}`)
}

const dataWord = (path: Path, value: unknown): DataWord => {
  if (typeof value === "string") return { dataset: value }
  const map = mapOf(path, value, "a data set", dataKeys)
  if ((map["dataset"] === undefined) === (map["pool"] === undefined)) {
    throw new ConfigIssue(path, "a data set takes either dataset: (a known name) or pool: (a file), and not both")
  }
  const others = map["dataset"] === undefined ? ofKnown : ofFiles
  return every({
    keys: () => checkKeys(path, map, "a data set", dataKeys),
    others: () => checkOthers(path, map, others),
    ...settings(path, map),
    name: () => text([...path, "name"], map["name"], "name"),
    framework: () => text([...path, "framework"], map["framework"], "framework"),
    dataset: () => text([...path, "dataset"], map["dataset"], "dataset"),
    folder: () => text([...path, "folder"], map["folder"], "folder"),
    size: () => Decoders.count([...path, "size"], map["size"], "size", limits.pixels),
    white: () => Decoders.above0([...path, "white"], map["white"], "white"),
    pool: () => text([...path, "pool"], map["pool"], "pool"),
    labels: () => text([...path, "labels"], map["labels"], "labels"),
    idColumn: () => text([...path, "idColumn"], map["idColumn"], "idColumn"),
    features: () => texts([...path, "features"], map["features"], "a column"),
    labelColumn: () => text([...path, "labelColumn"], map["labelColumn"], "labelColumn"),
    noHeader: () => Decoders.truth([...path, "noHeader"], map["noHeader"], "noHeader"),
    split: () => Decoders.oneOf([...path, "split"], map["split"], "split", splitNames),
    labelsByPosition: () => Decoders.truth([...path, "labelsByPosition"], map["labelsByPosition"], "labelsByPosition"),
    trustPredictions: () => Decoders.truth([...path, "trustPredictions"], map["trustPredictions"], "trustPredictions"),
    labelField: () => text([...path, "labelField"], map["labelField"], "labelField"),
    skipLabels: () => texts([...path, "skipLabels"], map["skipLabels"], "a label"),
    classes: () => texts([...path, "classes"], map["classes"], "a class"),
    test: () => testPair([...path, "test"], map["test"])
  }) as DataWord
}

const strategyKeys = ["name", "strategy", "learner"]

const strategyWord = (path: Path, value: unknown): StrategyWord => {
  if (typeof value === "string") return { name: value.trim(), text: value.trim() }
  const map = typeof value === "object" && value !== null ? value as { readonly [key: string]: unknown } : {}
  const keys = Object.keys(map)
  if (keys.length === 1 && keys[0]!.includes("(") && !keys[0]!.includes(")")) {
    throw new ConfigIssue(path, `put quotes around a strategy that holds a colon: ${keys[0]}: …`)
  }
  if (keys.length === 1 && !strategyKeys.includes(keys[0]!)) {
    return { name: keys[0]!, text: text([...path, keys[0]!], map[keys[0]!], "a strategy")! }
  }
  const { learner: own, name, strategy } = record(path, value, "a strategy", strategyKeys)
  const written = text([...path, "strategy"], strategy, "strategy") ?? text([...path, "name"], name, "name")
  if (written === undefined) throw new ConfigIssue(path, "a strategy takes strategy: (its name or text)")
  return every({
    name: () => text([...path, "name"], name, "name") ?? written,
    text: () => written,
    learner: () => learner([...path, "learner"], own)
  }) as StrategyWord
}

/** All entries of a list, with all that is wrong in them. */
const entries = <A>(
  path: Path,
  value: unknown,
  read: (path: Path, value: unknown) => A
): ReadonlyArray<A> | undefined =>
  value === undefined
    ? undefined
    : Object.values(
      every(Object.fromEntries(list(value).map((one, i) => [`_${i}`, () => read([...path, i], one)])))
    ) as ReadonlyArray<A>

const topKeys = [
  "name",
  "preset",
  "data",
  "strategies",
  "control",
  "coldStart",
  "seeds",
  "plugins",
  "plugin",
  ...settingsKeys
]

/** `plugin:` is what `plugins:` was called. */
const plugins = (map: { readonly [key: string]: unknown }): ReadonlyArray<string> | undefined => {
  if (map["plugin"] === undefined) return texts(["plugins"], map["plugins"], "a plugin")
  throw new ConfigIssue(["plugin"], "plugin: is written plugins: now", { suggestion: "plugins" })
}

/** The modules that a file names, whatever else is in it: what they add has to be there before it is read. */
const pluginsOf = (value: unknown): ReadonlyArray<string> =>
  typeof value === "object" && value !== null && "plugins" in value
    ? [value.plugins].flat().filter((path) => typeof path === "string" && path.trim() !== "") as ReadonlyArray<string>
    : []

/** The long form of a value: a YAML text's, or a preset's. Throws what is wrong. */
export const experimentFile = (value: unknown): ExperimentFile => {
  const map = mapOf([], value ?? {}, "the experiment file", topKeys)
  return every({
    keys: () => checkKeys([], map, "the experiment file", topKeys),
    ...settings([], map),
    name: () => text(["name"], map["name"], "name"),
    preset: () => text(["preset"], map["preset"], "preset"),
    data: () => entries(["data"], map["data"], dataWord),
    strategies: () => entries(["strategies"], map["strategies"], strategyWord),
    control: () => text(["control"], map["control"], "control"),
    coldStart: () => text(["coldStart"], map["coldStart"], "coldStart"),
    seeds: () => Decoders.seeds(["seeds"], map["seeds"]),
    plugins: () => plugins(map)
  }) as ExperimentFile
}

/** A file that was read, and where its values stand. */
export interface ReadFile {
  readonly file: ExperimentFile
  readonly path: string
  readonly placeOf: (path: Path) => Place | undefined
}

/** The error for mistakes that were thrown. */
export const refused = ({ path, placeOf }: Omit<ReadFile, "file">, error: unknown): ExperimentFileError =>
  new ExperimentFileError({
    file: path,
    mistakes: issuesOf(error).map(({ fault, message, path }) => ({
      ...fault,
      problem: message,
      place: placeOf(path),
      path
    }))
  })

/**
 * Reads an experiment file. Fails with {@link ExperimentFileError}, which names every mistake with line and column.
 *
 * `path` is the file.
 */
export const readExperimentFile = Effect.fn("readExperimentFile")(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { errors, placeOf, value } = readYaml(
    yield* fs.readFileString(path).pipe(Effect.mapError(toFileProblem(path)))
  )
  if (errors.length > 0) return yield* new ExperimentFileError({ file: path, mistakes: errors })
  const paths = yield* Paths.Path
  yield* Effect.forEach(pluginsOf(value), (plugin) => loadPlugin(paths.resolve(paths.dirname(path), plugin.trim())))
  const file = yield* Effect.suspend(() => {
    try {
      return Effect.succeed(experimentFile(value))
    } catch (error) {
      return Effect.fail(refused({ path, placeOf }, error))
    }
  })
  return { file, path, placeOf } satisfies ReadFile as ReadFile
})
