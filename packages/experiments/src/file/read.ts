/**
 * An experiment file in its one long form.
 */
import type { Registry } from "@marginalia/core"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Paths from "effect/Path"
import { loadPlugin, withPlugins } from "../engine/plugin.ts"
import { dataWord } from "./data-word.ts"
import * as Decoders from "./decoders.ts"
import type { ExperimentFile, StrategyWord } from "./form.ts"
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
  record
} from "./mistake.ts"
import { settings, settingsKeys } from "./settings.ts"
import { strategyIssues } from "./strategy-text.ts"
import { text, texts } from "./texts.ts"
import { readYaml } from "./yaml.ts"

const list = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : [value]

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

/** What is wrong in the texts of a file's strategies, where these can be seen. */
const strategiesWrong = (value: unknown, registry: Registry.Registry): ReadonlyArray<ConfigIssue> => {
  if (typeof value !== "object" || value === null || !("strategies" in value)) return []
  try {
    return strategyIssues(entries(["strategies"], value.strategies, strategyWord) ?? [], registry)
  } catch (error) {
    issuesOf(error)
    return []
  }
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
 * Reads an experiment file. Fails with {@link ExperimentFileError}, which names every mistake with line and column;
 * with `InvalidInput` where it is no text, and with `FileProblem` where it cannot be read.
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
  const plugins = yield* Effect.forEach(
    pluginsOf(value),
    (plugin) => loadPlugin(paths.resolve(paths.dirname(path), plugin.trim()))
  )
  const file = yield* Effect.suspend(() => {
    try {
      return Effect.succeed(experimentFile(value))
    } catch (error) {
      const wrong = [...issuesOf(error), ...strategiesWrong(value, withPlugins(library, plugins).registry)]
      return Effect.fail(refused({ path, placeOf }, new AggregateError(wrong)))
    }
  })
  return { file, path, placeOf } satisfies ReadFile as ReadFile
})
