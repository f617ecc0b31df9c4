/** Builds the packages and packs each as it would be published. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The repository's root. */
export const root = fileURLToPath(new URL("../", import.meta.url))

/** The packages, by folder name; those that a package needs come before it. */
export const packages = [
  "core",
  "strategies",
  "datasets",
  "models",
  "experiments",
  "report",
  "studio",
  "distributed",
  "testkit",
  "cli",
  "marginalia"
] as const

/** See {@link packages}. */
export type Name = (typeof packages)[number]

/** What a package is called where it is published: all but the one with the command's own name have our scope. */
export const publishedAs = (name: Name): string => name === "marginalia" ? name : `@marginalia/${name}`

/** The parts of a manifest that are looked at. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Record<string, unknown>
  readonly bin?: Record<string, string>
  readonly publishConfig?: { readonly exports?: Record<string, unknown> }
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly scripts?: Record<string, string>
  readonly sideEffects?: unknown
}

/** Reads a `package.json`. */
export const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest

/** Runs a program and returns what it printed; throws with all of its output when it fails. */
export const runProgram = (program: string, args: ReadonlyArray<string>, cwd: string = root): string => {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 28 })
  } catch (error) {
    const { stderr, stdout } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${program} ${args.join(" ")} failed\n${stdout ?? ""}${stderr ?? ""}`, { cause: error })
  }
}

/** A tool that the workspace installed, run by this Node. */
export const tool = (entry: string, args: ReadonlyArray<string>, cwd?: string): string =>
  runProgram(process.execPath, [join(root, "node_modules", entry), ...args], cwd)

/** pnpm, by way of npm: nothing but Node and npm need be on the machine. */
export const pnpm = (args: ReadonlyArray<string>, cwd?: string): string =>
  runProgram("npm", ["exec", "--yes", "--prefer-offline", "--package=pnpm@12", "--", "pnpm", ...args], cwd)

/** TypeScript's compiler. */
export const tsc = (args: ReadonlyArray<string>, cwd?: string): string => tool("typescript/bin/tsc", args, cwd)

const clean = (name: Name): void => {
  for (const path of ["dist", "node_modules/.cache"]) {
    rmSync(join(root, "packages", name, path), { recursive: true, force: true })
  }
}

/** Builds the `dist` of some packages from nothing. */
const build = (names: ReadonlyArray<Name>): void => {
  names.forEach(clean)
  const projects = names.map((name) => join(root, "packages", name, "tsconfig.build.json"))
  tsc(["-b", ...projects.filter((file) => existsSync(file))])
  if (names.includes("cli")) pnpm(["--filter", "@marginalia/cli", "run", "build"])
}

/** A folder of its own outside the workspace; the caller removes it. */
export const temporary = (name: string): string => realpathSync(mkdtempSync(join(tmpdir(), `marginalia-${name}-`)))

/** A packed package: its tarball, and the folder it was unpacked to. */
export interface Packed {
  readonly name: Name
  readonly tarball: string
  readonly folder: string
}

const unpack = (folder: string, name: Name): Packed => {
  const stem = publishedAs(name).replace(/^@/, "").replace("/", "-")
  const file = readdirSync(folder).find((file) => file.endsWith(".tgz") && file.replace(/-\d.*$/, "") === stem)
  if (file === undefined) throw new Error(`pnpm packed no ${name}`)
  const into = join(folder, name)
  mkdirSync(into)
  runProgram("tar", ["-xzf", join(folder, file), "-C", into])
  return { name, tarball: join(folder, file), folder: join(into, "package") }
}

/** A package and those of ours that it needs. */
const withNeeds = (name: Name): ReadonlyArray<Name> => {
  const { dependencies = {} } = manifestIn(join(root, "packages", name))
  return [name, ...packages.filter((other) => publishedAs(other) in dependencies).flatMap(withNeeds)]
}

/** The packages named on the command line and those that they need; all of them when none is named. */
export const asked = (): ReadonlyArray<Name> => {
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !packages.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`there is no package ${unknown}; there are ${packages.join(", ")}`)
  const wanted = new Set((names as ReadonlyArray<Name>).flatMap(withNeeds))
  return names.length === 0 ? packages : packages.filter((name) => wanted.has(name))
}

/** Builds and packs packages into a folder. */
export const packAll = (folder: string, names: ReadonlyArray<Name>): ReadonlyArray<Packed> => {
  build(names)
  const filters = names.flatMap((name) => ["--filter", publishedAs(name)])
  pnpm(["--recursive", ...filters, "pack", "--pack-destination", folder])
  return names.map((name) => unpack(folder, name))
}
