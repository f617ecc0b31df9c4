/** What must hold of a packed package, besides what publint and "are the types wrong" check. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { type Manifest, type Packed, root } from "./pack.ts"

/** Every file below a folder, relative to it. */
export const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

const forbidden = /(^|\/)(node_modules|test|tests|fixtures|__snapshots__)\/|\.test\.|\.tsbuildinfo$|(^|\/)\./

/** Files that have no place in a package. */
export const strayFiles = (files: ReadonlyArray<string>): ReadonlyArray<string> =>
  files.filter((file) => forbidden.test(file)).map((file) => `${file} should not be published`)

/** Files that every package has. */
export const missingFiles = (files: ReadonlyArray<string>): ReadonlyArray<string> =>
  ["package.json", "README.md", "LICENSE", "AGENTS.md", "docs/glossary.md"].filter((file) => !files.includes(file)).map(
    (file) => `${file} is missing`
  )

/** Source maps that point at files which are not in the package. */
export const lostSources = (folder: string, files: ReadonlyArray<string>): ReadonlyArray<string> =>
  files.filter((file) => file.endsWith(".map")).flatMap((file) => {
    const map = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      readonly sources: ReadonlyArray<string>
      readonly sourcesContent?: ReadonlyArray<string>
    }
    const lost = map.sources.filter((source) => !existsSync(join(folder, dirname(file), source)))
    return map.sourcesContent === undefined ? lost.map((source) => `${file} points at ${source}`) : []
  })

/** Files that name a folder of the machine that built them. */
export const machinePaths = (folder: string, files: ReadonlyArray<string>): ReadonlyArray<string> =>
  files.filter((file) => /\.(m?js|ts|json|map|md)$/.test(file))
    .filter((file) => readFileSync(join(folder, file), "utf8").includes(root))
    .map((file) => `${file} holds the path of this checkout`)

const targets = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string" ? [value] : Object.values((value ?? {}) as Record<string, unknown>).flatMap(targets)

/** Whether an entry point's target, which may hold a `*`, is one of the files. */
const names = (target: string, files: ReadonlyArray<string>): boolean => {
  const [start = "", end] = target.replace(/^\.\//, "").split("*")
  return files.some((file) => end === undefined ? file === start : file.startsWith(start) && file.endsWith(end))
}

/** Entry points whose file is not in the package, or that development has and the package has not. */
export const entryProblems = (
  source: Manifest,
  packed: Manifest,
  files: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const published = Object.keys(packed.exports)
  const unpublished = Object.keys(source.exports).filter((entry) => !published.includes(entry))
  const absent = [...targets(packed.exports), ...targets(packed.bin)].filter((target) => !names(target, files))
  return [
    ...unpublished.map((entry) => `${entry} is missing from publishConfig.exports`),
    ...absent.map((target) => `exports or bin name ${target}, which is not in the package`)
  ]
}

/** Whether there is a command and nothing to import: such a package needs neither effect nor types. */
export const exportsNothing = ({ exports }: Manifest): boolean =>
  Object.keys(exports).every((entry) => entry === "./package.json")

/** What a manifest must not or must say. */
export const manifestProblems = (manifest: Manifest): ReadonlyArray<string> => {
  const text = JSON.stringify(manifest)
  const local = ["workspace:", "catalog:"].filter((protocol) => text.includes(protocol))
  return [
    ...local.map((protocol) => `package.json still says ${protocol}`),
    ...(manifest.sideEffects === false || Array.isArray(manifest.sideEffects)
      ? []
      : ["package.json does not say which modules have side effects"]),
    ...(exportsNothing(manifest)
      ? []
      : manifest.peerDependencies?.["effect"] === undefined && manifest.dependencies?.["effect"] === undefined
      ? ["effect is neither a peer nor a dependency"]
      : [])
  ]
}

/** Everything above, of one package. */
export const tarballProblems = (
  { folder }: Packed,
  source: Manifest,
  packed: Manifest
): ReadonlyArray<string> => {
  const files = filesIn(folder)
  return [
    ...strayFiles(files),
    ...missingFiles(files),
    ...lostSources(folder, files),
    ...machinePaths(folder, files),
    ...entryProblems(source, packed, files),
    ...manifestProblems(packed)
  ]
}
