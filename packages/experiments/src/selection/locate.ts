/**
 * Where the files of a manifest are: beside it, or where the command line says.
 */
import { type Manifest, Quote, Suggest } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import type { UsageFault } from "@marginalia/datasets/fault"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import { readPairs } from "../query/pairs.ts"
import { settingOf } from "../render.ts"

/** What was asked for. */
export interface VerifyInput {
  readonly manifest: string
  readonly pool: Option.Option<string>
  readonly column: ReadonlyArray<string>
  readonly roundFolder: Option.Option<string>
  readonly plugin: ReadonlyArray<string>
  readonly threads: Option.Option<number>
}

/** Every file's path, as it can be opened from here. */
export interface Located {
  readonly pool: string
  readonly columns: ReadonlyMap<string, string>
  readonly plugins: ReadonlyArray<string>
}

/** The setting of a flag as the hints write it: `--column` of `--column feature=FILE`. */
const settingIn = (flag: string): string => settingOf(/^--([a-z-]+)/.exec(flag)?.[1] ?? flag)

const refuse = (problem: string, hint: string, fault: UsageFault) =>
  Effect.fail(new UsageProblem({ problem, hint, ...fault }))

const checkColumns = (given: ReadonlyMap<string, string>, known: ReadonlyArray<string>) => {
  const stranger = [...given.keys()].find((name) => !known.includes(name))
  if (stranger === undefined) return Effect.void
  const which = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`
  const hint = `${which}.${Suggest.hint(stranger, known)}`
  return refuse(`the manifest has no column "${stranger}"`, hint, {
    reason: "Unknown",
    setting: "column",
    ...Suggest.fault(stranger, known)
  })
}

const checkPlugins = (given: number, needed: number) =>
  given === 0 || given === needed
    ? Effect.void
    : refuse(
      `${counted(given, "plugin")} named, and the manifest has ${needed}`,
      "name all of them in its order, or none",
      { reason: "Mismatch", setting: "plugin", value: given, expected: needed }
    )

const needsFile = (path: string, flag: string) =>
  path === "-"
    ? refuse("the manifest's input came from the standard input", `name a file that holds it with ${flag}`, {
      reason: "Missing",
      setting: settingIn(flag)
    })
    : Effect.void

/**
 * A file that the manifest names. Whoever wrote the manifest chose the name: one that leads out of the manifest's folder is
 * read only when it is named on the command line, too.
 */
const siblingOf = (paths: Path.Path, folder: string) => (path: string, flag: string) => {
  if (path === "-") return Effect.succeed(path)
  const plain = path.replaceAll("\\", "/")
  const leaves = paths.isAbsolute(path) || /^[A-Za-z]:|^\//.test(plain) || paths.normalize(plain).split("/")[0] === ".."
  return leaves
    ? refuse(
      `the manifest names ${Quote.value(path)}, which is not in its folder`,
      `if you trust it, name it with ${flag}`,
      { reason: "Value", setting: settingIn(flag), value: path, expected: "a file in the manifest's folder" }
    )
    : Effect.succeed(paths.join(folder, path))
}

/** The file of a column in the round folder that was named; undefined for one that was not from a round folder. */
const inRound = ({ roundFolder }: VerifyInput, name: string, path: string, paths: Path.Path): string | undefined =>
  Option.isSome(roundFolder) && paths.basename(path) === `${name}.npy`
    ? paths.join(roundFolder.value, `${name}.npy`)
    : undefined

/** Where to read each file. Paths in the manifest are relative to it; those on the command line to this folder. */
export const located = Effect.fn("located")(function*(
  input: VerifyInput,
  manifest: Manifest.Manifest,
  paths: Path.Path
) {
  const given = yield* readPairs("column", input.column)
  yield* checkColumns(given, Object.keys(manifest.columns))
  yield* checkPlugins(input.plugin.length, manifest.plugins.length)
  const folder = paths.dirname(input.manifest)
  const sibling = siblingOf(paths, folder)
  const pool = Option.isSome(input.pool) ? input.pool.value : yield* sibling(manifest.pool.path, "--pool FILE")
  const columns = new Map<string, string>()
  for (const [name, file] of Object.entries(manifest.columns)) {
    const moved = given.get(name) ?? inRound(input, name, file.path, paths)
    columns.set(name, moved ?? (yield* sibling(file.path, `--column ${name}=FILE`)))
  }
  yield* needsFile(pool, "--pool FILE")
  for (const [name, path] of columns) yield* needsFile(path, `--column ${name}=FILE`)
  const plugins = input.plugin.length > 0
    ? input.plugin
    : yield* Effect.forEach(manifest.plugins, (file) => sibling(file.path, "--plugin FILE"))
  return { pool, columns, plugins } satisfies Located as Located
})
