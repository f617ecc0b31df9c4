/**
 * The command in few files, for tests that start it as a process of its own: from its sources a start reads some five
 * hundred files and takes a second of processor, from here a quarter of one. Built from the sources as they are when it is
 * first asked for, and kept beside what is installed until one of them changes.
 *
 * Modules know themselves by their own addresses, as in the sources: what lies beside them is found there. Programs of
 * other processes that take no plugins are built as well. With `MARGINALIA_SOURCES=1` it is the sources themselves.
 */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build, type Plugin } from "vite"
import { root } from "./sources.ts"

/** Where they are kept, each in a folder of its own. */
const kept = join(root, "packages", "cli", "node_modules", ".cache", "command")

const packages = ["core", "strategies", "datasets", "models", "experiments", "report", "studio", "cli"]

/** What is started: by its name, from its source. */
const entries = {
  main: "cli/src/main.ts",
  learner: "studio/src/learner/process.ts",
  model: "studio/src/model/process.ts",
  service: "studio/src/service/process.ts"
} as const

/** Stays where it is: it lies beside files of its own, or there must be one of it. */
const apart =
  /^(?:@tensorflow|@huggingface|@resvg|@saehrimnir)\/|^(?:sharp|hnswlib-node|ml-kmeans|onnxruntime-node|webgpu)(?:\/|$)/

const PROGRAMS = "/studio/src/program.ts"

/** Node's own answer; none for what is not installed, or is for `import` alone. */
const asNode = (id: string, importer: string | undefined): string | undefined => {
  try {
    return createRequire(importer ?? root).resolve(id)
  } catch {
    return undefined
  }
}

const inSources: Plugin = {
  name: "addresses of the sources",
  enforce: "pre",
  async resolveId(id, importer, options) {
    if (!apart.test(id)) return undefined
    const found = asNode(id, importer) ?? (await this.resolve(id, importer, { ...options, skipSelf: true }))?.id
    return found === undefined ? { id, external: true } : { id: pathToFileURL(found).href, external: "absolute" }
  },
  transform(code, id) {
    const file = id.replaceAll("\\", "/")
    if (!file.startsWith(`${root.replaceAll("\\", "/")}packages/`)) return undefined
    if (!file.endsWith(PROGRAMS)) return code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
    return [
      `import { fileURLToPath } from "node:url"`,
      "export const programIn = (folder) => fileURLToPath(new URL(`./${folder}.js`, import.meta.url))"
    ].join("\n")
  }
}

/** Names, sizes and times of all that it is made of. */
const stamp = (): string => {
  const hash = createHash("sha256")
  const add = (file: string): void => {
    const { mtimeMs, size } = statSync(file)
    hash.update(`${file}\0${size}\0${mtimeMs}\n`)
  }
  for (const name of ["scripts/command.ts", "pnpm-lock.yaml"]) add(join(root, name))
  for (const name of packages) {
    const folder = join(root, "packages", name, "src")
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      if (file.endsWith(".ts") && !file.endsWith(".test.ts")) add(join(folder, file))
    }
  }
  return hash.digest("hex").slice(0, 16)
}

const write = async (folder: string): Promise<void> => {
  await build({
    configFile: false,
    logLevel: "error",
    root: join(root, "packages/cli"),
    plugins: [inSources],
    ssr: { noExternal: true, external: [] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      target: "node22",
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, "packages", file)])),
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" }
      }
    }
  })
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))

/** Milliseconds after which whoever builds is taken for dead. */
const LONGEST = 180_000

const isOld = (lock: string): boolean => {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  return made !== undefined && Date.now() - made > LONGEST
}

const isTaken = (lock: string): boolean => {
  try {
    mkdirSync(lock)
    return false
  } catch {
    return true
  }
}

/** Of those that were built before, three are kept: another run of the tests may be at work with one. */
const prune = (): void => {
  const folders = readdirSync(kept).filter((name) => /^\w+$/.test(name)).map((name) => join(kept, name))
  const newest = folders.map((folder) => ({ folder, at: statSync(folder).mtimeMs })).sort((a, b) => b.at - a.at)
  for (const { folder } of newest.slice(3)) rmSync(folder, { recursive: true, force: true })
}

/** Builds it once for all processes that ask at the same time. */
const built = async (): Promise<string> => {
  const folder = join(kept, stamp()), lock = `${folder}.lock`
  mkdirSync(kept, { recursive: true })
  while (!existsSync(folder) && isTaken(lock)) {
    if (isOld(lock)) rmSync(lock, { recursive: true, force: true })
    else await pause()
  }
  try {
    if (!existsSync(folder)) {
      await write(`${folder}.part`)
      writeFileSync(join(`${folder}.part`, "package.json"), `{ "type": "module" }\n`)
      renameSync(`${folder}.part`, folder)
      prune()
    }
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
  return folder
}

let asked: Promise<string> | undefined

/** What a plugin must find in files of their own. */
const isLinked = (args: ReadonlyArray<string>): boolean => args.some((arg) => arg.startsWith("--plugin"))

/** The launcher that people start. */
export const launcher = join(root, "packages", "cli", "bin", "marginalia.mjs")

/**
 * The words with which Node starts the command with `args`: the built one, or the launcher where plugins are given, which
 * import the library that the command is made of.
 */
export const command = async (args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  if (isLinked(args) || process.env["MARGINALIA_SOURCES"] === "1") return [launcher, ...args]
  return [join(await (asked ??= built()), "main.js"), ...args]
}
