/** Where the files of a manifest are: beside it, or where one says. */
import type { Manifest } from "@marginalia/core/Manifest"
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Suggest from "@marginalia/core/Suggest"
import { counted } from "@marginalia/core/Words"
import type { UsageFault } from "@marginalia/datasets/fault"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import type * as Path from "effect/Path"
import type { ScopeOptions } from "./scope.ts"

/** Where files are, where that is not where the manifest says; by default all are there. */
export interface PlaceOptions {
  /** The pool. Default: as the manifest says, which names files in its own folder and below. */
  readonly pool?: string | undefined
  /** Columns, by name. Default: as the manifest says. */
  readonly columns?: ReadonlyMap<string, string> | undefined
  /** The round folder that the columns are from. Default: as the manifest says. */
  readonly roundFolder?: string | undefined
  /** The files of ids that said what may be chosen, in the manifest's order. Default: as the manifest says. */
  readonly only?: ReadonlyArray<string> | undefined
  /** The files of ids that were not to be chosen, in the manifest's order. Default: as the manifest says. */
  readonly exclude?: ReadonlyArray<string> | undefined
  /** The files of ids that were to be chosen, in the manifest's order. Default: as the manifest says. */
  readonly include?: ReadonlyArray<string> | undefined
  /** The table of the manifest's condition. Default: as the manifest says. */
  readonly metadata?: string | undefined
  /** The plugins, in the manifest's order; their code is run, if it is the manifest's. Default: as the manifest says. */
  readonly plugins?: ReadonlyArray<string> | undefined
}

/** Every file's path, as it can be opened from here. */
export interface Located {
  readonly pool: string
  readonly columns: ReadonlyMap<string, string>
  readonly scope: ScopeOptions
  readonly plugins: ReadonlyArray<string>
}

const refuse = (problem: Message.Message, hint: Message.Message, fault: UsageFault) =>
  Effect.fail(new UsageProblem({ problem, hint, ...fault }))

const checkColumns = (given: ReadonlyMap<string, string>, known: ReadonlyArray<string>) => {
  const stranger = [...given.keys()].find((name) => !known.includes(name))
  if (stranger === undefined) return Effect.void
  const which = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`
  const hint = `${which}.${Suggest.hint(stranger, known)}`
  return refuse(`the manifest has no column "${stranger}"`, hint, {
    reason: "Unknown",
    setting: "columns",
    ...Suggest.fault(stranger, known)
  })
}

/** Files of a kind are named all or not at all. */
const checkCount = (setting: string, what: string, given: number, needed: number) =>
  given === 0 || given === needed
    ? Effect.void
    : refuse(
      Message.text`${counted(given, what)} named by ${Message.setting(setting)}, and the manifest has ${needed}`,
      "name all of them in its order, or none",
      { reason: "Mismatch", setting, value: given, expected: needed }
    )

/** The setting in code: a column is one of `columns`. */
const nameOf = ({ column = false, setting }: Message.Setting): string => column ? "columns" : setting

const needsFile = (path: string, setting: Message.Setting) =>
  path === "-"
    ? refuse(
      "the manifest's input came from the standard input",
      Message.text`name a file that holds it with ${setting}`,
      { reason: "Missing", setting: nameOf(setting) }
    )
    : Effect.void

/**
 * A file that the manifest names. Whoever wrote the manifest chose the name: one that leads out of the manifest's folder is
 * read only when it is named by who verifies, too.
 */
const siblingOf = (paths: Path.Path, folder: string) => (path: string, setting: Message.Setting) => {
  if (path === "-") return Effect.succeed(path)
  const plain = path.replaceAll("\\", "/")
  const leaves = paths.isAbsolute(path) || /^[A-Za-z]:|^\//.test(plain) || paths.normalize(plain).split("/")[0] === ".."
  return leaves
    ? refuse(
      `the manifest names ${Quote.value(path)}, which is not in its folder`,
      Message.text`if you trust it, name it with ${setting}`,
      { reason: "Value", setting: nameOf(setting), value: path, expected: "a file in the manifest's folder" }
    )
    : Effect.succeed(paths.join(folder, path))
}

/** The file of a column in the round folder that was named; undefined for one that was not from a round folder. */
const inRound = ({ roundFolder }: PlaceOptions, name: string, path: string, paths: Path.Path): string | undefined =>
  roundFolder !== undefined && paths.basename(path) === `${name}.npy`
    ? paths.join(roundFolder, `${name}.npy`)
    : undefined

const lists = ["only", "exclude", "include"] as const

const POOL = Message.setting("pool", { example: "FILE" })

const PLUGINS = Message.setting("plugins", { example: "FILE" })

const noTable = (setting: Message.Setting, value: string) =>
  refuse(Message.text`${setting} is given, and the manifest names no table`, "leave it out", {
    reason: "Idle",
    setting: "metadata",
    value
  })

type Sibling = ReturnType<typeof siblingOf>

/** The files that said what may be chosen. */
const scopeFiles = Effect.fnUntraced(function*({ scope = {} }: Manifest, places: PlaceOptions, sibling: Sibling) {
  const found: { [list in (typeof lists)[number]]?: ReadonlyArray<string> } = {}
  for (const list of lists) {
    const given = places[list] ?? [], files = scope[list] ?? [], setting = Message.setting(list, { example: "FILE" })
    yield* checkCount(list, "id file", given.length, files.length)
    found[list] = given.length > 0 ? given : yield* Effect.forEach(files, ({ path }) => sibling(path, setting))
    for (const path of found[list]) yield* needsFile(path, setting)
  }
  const { metadata, where } = scope, setting = Message.setting("metadata", { example: "FILE" })
  if (metadata === undefined) {
    if (places.metadata !== undefined) return yield* noTable(setting, places.metadata)
    return { ...found, where } satisfies ScopeOptions as ScopeOptions
  }
  const table = places.metadata ?? (yield* sibling(metadata.path, setting))
  yield* needsFile(table, setting)
  return { ...found, where, metadata: table } satisfies ScopeOptions as ScopeOptions
})

/** Where to read each file. Paths in the manifest `at` a path are relative to it; those that one names to this folder. */
export const located = Effect.fn("located")(function*(
  at: string,
  manifest: Manifest,
  places: PlaceOptions,
  paths: Path.Path
) {
  const { columns: given = new Map<string, string>(), plugins: named = [] } = places
  yield* checkColumns(given, Object.keys(manifest.columns))
  yield* checkCount("plugins", "plugin", named.length, manifest.plugins.length)
  const folder = paths.dirname(at)
  const sibling = siblingOf(paths, folder)
  const pool = places.pool ?? (yield* sibling(manifest.pool.path, POOL))
  const columns = new Map<string, string>()
  for (const [name, file] of Object.entries(manifest.columns)) {
    const moved = given.get(name) ?? inRound(places, name, file.path, paths)
    columns.set(name, moved ?? (yield* sibling(file.path, Message.column(name))))
  }
  yield* needsFile(pool, POOL)
  for (const [name, path] of columns) yield* needsFile(path, Message.column(name))
  const plugins = named.length > 0
    ? named
    : yield* Effect.forEach(manifest.plugins, (file) => sibling(file.path, PLUGINS))
  const scope = yield* scopeFiles(manifest, places, sibling)
  return { pool, columns, scope, plugins } satisfies Located as Located
})
