/**
 * Does each package work where there is no workspace? Packs them, installs each into an empty project with nothing
 * but what it asks for, type-checks a small program there and runs it.
 *
 * `node scripts/smoke.ts [package …]`; ends with `N passed, N failed`.
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { plugin } from "../packages/cli/test/plugin-of-all.ts"
import { parquetLists } from "../packages/datasets/test/parquet.ts"
import { after, type Check, runChecks } from "./checks.ts"
import { asked, manifestIn, type Name, packAll, type Packed, runProgram, temporary } from "./pack.ts"
import { alone } from "./smoke/alone.ts"
import * as Any from "./smoke/any.ts"
import * as Project from "./smoke/project.ts"

const tfjs = "tfjs declares WebGPU's types once more, beside those of TypeScript's DOM library"

const needs: Record<Name, Project.Needs> = {
  core: { ours: ["core"], others: ["effect"], oldNode: true, bun: true },
  strategies: { ours: ["core", "strategies"], others: ["effect", "ml-kmeans"], oldNode: true, bun: true },
  datasets: { ours: ["datasets"], others: ["effect", "@effect/platform-node", "@types/node"], bun: true },
  experiments: {
    ours: ["core", "experiments"],
    others: ["effect", "@effect/platform-node", "@types/node"],
    skipLibCheck: tfjs
  },
  report: {
    ours: ["experiments", "report"],
    others: ["effect", "@effect/platform-node", "@types/node"],
    skipLibCheck: tfjs
  },
  studio: {
    ours: ["core", "studio"],
    others: ["effect", "@effect/platform-node", "@types/node"],
    skipLibCheck: tfjs
  },
  distributed: {
    ours: ["core", "distributed", "experiments"],
    others: ["effect", "@effect/platform-node", "@types/node"],
    skipLibCheck: tfjs
  },
  models: {
    ours: ["core", "models"],
    others: ["effect", "@effect/platform-node", "@types/node"],
    skipLibCheck: tfjs
  },
  testkit: { ours: ["core", "testkit"], others: ["effect"], oldNode: true, bun: true },
  cli: { ours: ["cli"], others: [] },
  marginalia: { ours: ["marginalia"], others: [] }
}

const folder = temporary("smoke")

const entriesOf = (packed: Packed): ReadonlyArray<string> => {
  const { exports, name } = manifestIn(packed.folder)
  return Object.keys(exports).filter((entry) => !entry.includes("*") && entry !== "./package.json")
    .map((entry) => name + entry.slice(1))
}

/** The modules that `./*` makes entries of. */
const modulesOf = ({ folder: root }: Packed): ReadonlyArray<string> => {
  const { exports, name } = manifestIn(root)
  if (exports["./*"] === undefined) return []
  return readdirSync(join(root, "src")).filter((file) => /^[\w-]+\.ts$/.test(file) && file !== "index.ts")
    .map((file) => `${name}/${file.slice(0, -3)}`)
}

/** Entries that need a package which is optional, and not installed here. */
const optional = /\/(hnswlib|ml-kmeans)$/

/** Requires each entry from CommonJS, and looks for exports. */
const requires = (
  project: string,
  node: string,
  entries: ReadonlyArray<string>,
  modules: ReadonlyArray<string> = []
): ReadonlyArray<string> => {
  const found = [...entries, ...modules].filter((entry) => !optional.test(entry)).map((entry) =>
    `["${entry}", require("${entry}")]`
  )
  // What holds types alone is empty for who runs it.
  const mayBeEmpty = JSON.stringify(modules)
  const program = `for (const [name, all] of [${
    found.join(", ")
  }]) if (Object.keys(all).length === 0 && !${mayBeEmpty}.includes(name)) throw new Error(name)`
  writeFileSync(join(project, "require.cjs"), program)
  runProgram(node, ["require.cjs"], project)
  return []
}

/** A Node of version 20 on this machine, other than the one that the workspace brings; undefined where there is none. */
const oldNode = (): string | undefined =>
  ["/usr/bin/node", "/usr/local/bin/node"].find((node) =>
    existsSync(node) && runProgram(node, ["--version"], folder).startsWith("v20.")
  )

/** The library under Node 20, where there is one. */
const onOldNode = (project: string, name: Name, entries: ReadonlyArray<string>): Check => ({
  name: `${name}: works under Node 20`,
  run: () => {
    const node = oldNode()
    if (node === undefined) {
      console.log(`skipped: there is no Node 20 on this machine to run ${name} with`)
      return []
    }
    requires(project, node, entries)
    return Project.run(project, name, node)
  }
})

/** Bun, where it is on the machine. */
const bun = (): string | undefined =>
  (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "bun")).find((file) => existsSync(file))

/** Something done under Bun, where there is one. */
const underBun = (name: string, run: (bun: string) => ReadonlyArray<string>): Check => ({
  name: `${name} under Bun`,
  run: () => {
    const found = bun()
    if (found !== undefined) return run(found)
    console.log(`skipped: there is no bun on this machine to run ${name} with`)
    return []
  }
})

/** A library: installed, used, and typed. */
const library = (packed: ReadonlyArray<Packed>, name: Name): ReadonlyArray<Check> => {
  const project = join(folder, `${name}-project`)
  const one = packed.find((one) => one.name === name)!
  return [
    { name: `${name}: installs`, run: () => (Project.create(project, packed, needs[name]), []) },
    { name: `${name}: a program runs`, run: () => Project.run(project, name) },
    {
      name: `${name}: CommonJS requires every entry`,
      run: () => requires(project, process.execPath, entriesOf(one), modulesOf(one))
    },
    ...(needs[name].oldNode === true ? [onOldNode(project, name, entriesOf(one))] : []),
    ...(needs[name].bun === true ? [underBun(`${name}: a program`, (bun) => Project.run(project, name, bun))] : []),
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

const pool = "id,x,y\na,0,1\nb,0.1,1\nc,5,5\nd,5.1,5\ne,9,0\nf,9,0.1\n"

/** The command line: installed, and run as a user would, from a folder that holds nothing but a pool. */
const command = (packed: ReadonlyArray<Packed>): ReadonlyArray<Check> => {
  const project = join(folder, "cli-project")
  const bin = join(project, "node_modules/@marginalia/cli/bin/marginalia.mjs")
  const marginalia = (...args: ReadonlyArray<string>) => runProgram(process.execPath, [bin, ...args], project)
  const says = (text: string, ...args: ReadonlyArray<string>): Check => ({
    name: `cli: marginalia ${args.join(" ")}`,
    run: () => marginalia(...args).includes(text) ? [] : [`there is no ${text} in what it prints`]
  })
  const selects: Check = {
    name: "cli: marginalia select",
    run: () => {
      writeFileSync(join(project, "pool.csv"), pool)
      const ids = marginalia("select", "pool.csv", "--strategy", "kcenter", "--budget", "3", "--format", "ids")
      return /^([a-f]\n){3}$/.test(ids) ? [] : [`it printed ${ids}`]
    }
  }
  const selectsUnderBun = underBun("cli: marginalia select", (bun) => {
    const asked = ["select", "pool.csv", "--strategy", "kcenter", "--budget", "3", "--format", "ids"]
    const [here, there] = [marginalia(...asked), runProgram(bun, [bin, ...asked], project)]
    return here === there ? [] : [`it printed ${there} instead of ${here}`]
  })
  const readsParquet: Check = {
    name: "cli: marginalia select of a parquet file",
    run: () => {
      const rows = Array.from("abcdef")
      writeFileSync(join(project, "pool.parquet"), parquetLists(rows, rows.map((_, i) => [i % 3, i / 7])))
      const ids = marginalia("select", "pool.parquet", "--strategy", "kcenter", "--budget", "3", "--format", "ids")
      return /^([a-f]\n){3}$/.test(ids) ? [] : [`it printed ${ids}`]
    }
  }
  const experiments: Check = {
    name: "cli: marginalia run with two workers, and report",
    run: () => {
      const asked = [
        "run",
        "--data",
        "digits",
        "--strategy",
        "random",
        "--seeds",
        "2",
        "--scale",
        "0.05",
        "--jobs",
        "2"
      ]
      marginalia(...asked, "--out", "experiment")
      marginalia("report", "experiment", "--out", "page", "--no-map")
      return existsSync(join(project, "page/index.html")) ? [] : ["there is no page/index.html"]
    }
  }
  const trains: Check = {
    name: "cli: marginalia embed, train and predict",
    run: () => {
      marginalia("embed", "digits", "--encoder", "pca(4)", "--out", "digits.npy")
      marginalia("train", "digits.npy", "--labels", "digits.labels.csv", "--epochs", "1", "--out", "model")
      marginalia("predict", "digits.npy", "--model", "model", "--out", "round")
      const wanted = ["digits.npy", "digits.json", "model/weights.bin", "round.probability.npy", "round.predicted.csv"]
      return wanted.filter((file) => !existsSync(join(project, file))).map((file) => `there is no ${file}`)
    }
  }
  const plugs: Check = {
    name: "cli: a plugin finds the libraries of the command, and adds to them",
    run: () => {
      writeFileSync(join(project, "mine.mjs"), plugin)
      const asked = (...args: ReadonlyArray<string>) => marginalia(...args, "--plugin", "mine.mjs")
      asked("embed", "blobs(30)", "--encoder", "times(3)", "--out", "times.npy")
      asked("train", "blobs(30)", "--network", "wide(4)", "--recipe", "short", "--folds", "0", "--out", "wide")
      const wanted = ["times.npy", "wide/model.json"]
      return wanted.filter((file) => !existsSync(join(project, file))).map((file) => `there is no ${file}`)
    }
  }
  return [
    { name: "cli: installs", run: () => (Project.create(project, packed, needs.cli), []) },
    says("select", "--help"),
    says("supclust", "strategies"),
    selects,
    selectsUnderBun,
    readsParquet,
    trains,
    experiments,
    plugs
  ]
}

const commands: Partial<Record<Name, (packed: ReadonlyArray<Packed>) => ReadonlyArray<Check>>> = {
  cli: command,
  marginalia: (packed) => alone(folder, packed, needs.marginalia)
}

try {
  const checksOf = (packed: ReadonlyArray<Packed>) =>
    packed.flatMap(({ name }) => commands[name]?.(packed) ?? library(packed, name))
  await runChecks(after("build and pack", () => packAll(folder, asked()), checksOf))
} finally {
  rmSync(folder, { recursive: true })
}
