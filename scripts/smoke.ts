/**
 * Does each package work where there is no workspace? Packs them, installs each into an empty project with nothing
 * but what it asks for, type-checks a small program there and runs it.
 *
 * `node scripts/smoke.ts [package …]`; ends with `N passed, N failed`.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { after, type Check, runChecks } from "./checks.ts"
import { asked, manifestIn, type Name, packAll, type Packed, runProgram, temporary } from "./pack.ts"
import * as Any from "./smoke/any.ts"
import * as Project from "./smoke/project.ts"

const needs: Record<Name, Project.Needs> = {
  core: { ours: ["core"], others: ["effect"] },
  strategies: { ours: ["core", "strategies"], others: ["effect", "ml-kmeans"] },
  models: { ours: ["models"], others: ["effect", "@effect/platform-node", "@types/node"] },
  testkit: { ours: ["core", "testkit"], others: ["effect"] },
  cli: { ours: ["cli"], others: [] }
}

const folder = temporary("smoke")

const entriesOf = (packed: Packed): ReadonlyArray<string> => {
  const { exports, name } = manifestIn(packed.folder)
  return Object.keys(exports).filter((entry) => !entry.includes("*") && entry !== "./package.json")
    .map((entry) => name + entry.slice(1))
}

/** A library: installed, used, and typed. */
const library = (packed: ReadonlyArray<Packed>, name: Name): ReadonlyArray<Check> => {
  const project = join(folder, `${name}-project`)
  const one = packed.find((one) => one.name === name)!
  return [
    { name: `${name}: installs`, run: () => (Project.create(project, packed, needs[name]), []) },
    { name: `${name}: a program runs`, run: () => Project.run(project, name) },
    {
      name: `${name}: a program compiles, and no export is any`,
      run: () => {
        const names = Any.writeProgram(project, entriesOf(one))
        Project.check(project)
        return names > 0 ? [] : ["it exports nothing"]
      }
    }
  ]
}

/** The command line: installed, and run as a user would. */
const command = (packed: ReadonlyArray<Packed>): ReadonlyArray<Check> => {
  const project = join(folder, "cli-project")
  const marginalia = (...args: ReadonlyArray<string>) =>
    runProgram(process.execPath, [join(project, "node_modules/@marginalia/cli/bin/marginalia.mjs"), ...args], project)
  return [
    { name: "cli: installs", run: () => (Project.create(project, packed, needs.cli), []) },
    { name: "cli: --help", run: () => marginalia("--help").includes("select") ? [] : ["no word of select"] },
    {
      name: "cli: lists strategies",
      run: () => marginalia("strategies").includes("supclust") ? [] : ["no word of supclust"]
    }
  ]
}

try {
  const checksOf = (packed: ReadonlyArray<Packed>) =>
    packed.flatMap(({ name }) => name === "cli" ? command(packed) : library(packed, name))
  await runChecks(after("build and pack", () => packAll(folder, asked()), checksOf))
} finally {
  rmSync(folder, { recursive: true })
}
