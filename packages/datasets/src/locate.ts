/** Where data sets are looked for: the option, MARGINALIA_DATA, the user's data folder, the system's. */
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { DatasetError } from "./errors.ts"
import { type KnownDataset, knownDatasets, type KnownFile } from "./known.ts"
import { variable } from "./variable.ts"

/** Where to look. */
export interface LocateOptions {
  /** The folder of the data set, or one above: nothing else is looked at. Default: those that {@link locate} names. */
  readonly folder?: string
}

/** A folder that was looked at: the files of the data set in it, or what it lacks. */
export interface Looked {
  /** The folder. */
  readonly path: string
  /** Why it was looked at: `--folder`, MARGINALIA_DATA, … */
  readonly because: string
  /** Undefined where all files are there. */
  readonly problem: string | undefined
  /** The files, training first, in the order of the data set's description; empty where one is missing. */
  readonly files: ReadonlyArray<{ readonly path: string; readonly file: KnownFile }>
}

/** A data set with all folders that were looked at, up to the first that holds it. */
export interface Located {
  /** The data set's description. */
  readonly dataset: KnownDataset
  readonly looked: ReadonlyArray<Looked>
  /** The folder that holds it. */
  readonly found: Looked | undefined
}

type Root = readonly [path: string, because: string]

/** The folders that data sets lie in, in the order in which they are asked. */
export const roots = Effect.gen(function*() {
  const paths = yield* Path.Path
  const own = yield* variable("MARGINALIA_DATA"),
    data = yield* variable("XDG_DATA_HOME"),
    home = yield* variable("HOME")
  const user = data ?? (home === undefined ? undefined : paths.join(home, ".local", "share"))
  return [
    ...(own === undefined ? [] : [[own, "MARGINALIA_DATA"] as const]),
    ...(user === undefined ? [] : [[paths.join(user, "datasets"), "your data folder"] as const]),
    ["/usr/local/share/datasets", "system"],
    ["/usr/share/datasets", "system"]
  ] satisfies ReadonlyArray<Root>
})

const candidates = Effect.fnUntraced(function*({ folders }: KnownDataset, { folder }: LocateOptions) {
  const paths = yield* Path.Path
  const below = ([path, because]: Root): ReadonlyArray<Root> =>
    folders.map((name) => [paths.join(path, name), because] as const)
  return folder === undefined
    ? (yield* roots).flatMap(below)
    : [[folder, "the folder given"] as const, ...below([folder, "the folder given"])]
})

const filesOf = ({ splits }: KnownDataset): ReadonlyArray<KnownFile> => [...splits.train.files, ...splits.test.files]

/** The path of a file under one of its names, packed or not; undefined where it is not there. */
const pathOf = Effect.fnUntraced(function*(folder: string, { names }: KnownFile) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  for (const name of names.flatMap((name) => [name, `${name}.gz`])) {
    const path = paths.join(folder, name)
    if (yield* Effect.orElseSucceed(fs.exists(path), () => false)) return path
  }
  return undefined
})

const look = Effect.fnUntraced(function*(dataset: KnownDataset, [path, because]: Root) {
  const fs = yield* FileSystem.FileSystem
  const absent = (problem: string): Looked => ({ path, because, problem, files: [] })
  if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) return absent("no such folder")
  const files: Array<{ readonly path: string; readonly file: KnownFile }> = []
  const lacking = new Set<string>()
  for (const file of filesOf(dataset)) {
    const at = yield* pathOf(path, file)
    if (at === undefined) lacking.add(file.names[0])
    else files.push({ path: at, file })
  }
  return lacking.size === 0 ? { path, because, problem: undefined, files } : absent(`lacks ${[...lacking].join(", ")}`)
})

/** A known data set by its name, or a description of one's own. */
export type Which = string | KnownDataset

/** The description of a data set. Fails with {@link DatasetError} where there is none of this name. */
const describe = (which: Which): Effect.Effect<KnownDataset, DatasetError> => {
  if (typeof which !== "string") return Effect.succeed(which)
  const name = which, dataset = knownDatasets.get(name)
  return dataset === undefined
    ? Effect.fail(new DatasetError({ reason: { _tag: "Unknown", name, allowed: [...knownDatasets.keys()] } }))
    : Effect.succeed(dataset)
}

const located = (
  dataset: KnownDataset,
  looked: ReadonlyArray<Looked>,
  found: Looked | undefined
): Located => ({ dataset, looked, found })

/**
 * Looks for a data set: below `folder` where it is given, else below the folder that MARGINALIA_DATA names, then
 * `$XDG_DATA_HOME/datasets`, `/usr/local/share/datasets` and `/usr/share/datasets`, where Debian's packages install.
 * Only names are looked at. Fails with {@link DatasetError} where no data set has this name; one that is nowhere is no
 * failure here.
 *
 * `which` is a known data set's name, or a description of your own; `options.folder` is none by default.
 */
export const locate = Effect.fn("datasets.locate")(function*(which: Which, options: LocateOptions = {}) {
  const dataset = yield* describe(which)
  const looked: Array<Looked> = []
  for (const root of yield* candidates(dataset, options)) {
    const seen = yield* look(dataset, root)
    looked.push(seen)
    if (seen.problem === undefined) return located(dataset, looked, seen)
  }
  return located(dataset, looked, undefined)
})

/**
 * The folder and files of a data set, as {@link locate} finds them: `which` and `options` (default none) are the same.
 * Fails with {@link DatasetError} where it is nowhere.
 */
export const find = Effect.fn("datasets.find")(function*(which: Which, options: LocateOptions = {}) {
  const { dataset, found, looked } = yield* locate(which, options)
  if (found !== undefined) return { dataset, found }
  const folders = looked.map(({ path, problem }) => ({ path, problem: problem ?? "" }))
  const fetch = knownDatasets.get(dataset.name) === dataset ?
    Message.text`; or: ${Message.setting("download", { value: dataset.name, call: true })}` :
    ""
  const how = Message.text`${dataset.how}; from ${dataset.home}; then name the folder above by MARGINALIA_DATA${fetch}`
  return yield* new DatasetError({ reason: { _tag: "Missing", name: dataset.name, folders, how } })
})
