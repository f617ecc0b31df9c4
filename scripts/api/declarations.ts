/**
 * What the compiler says of the packages' sources: a declaration file each, comments and inferred types in it. They are
 * written once for sources as they are, in a folder that is named by their hash, for all that read them.
 */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { allFiles, isTest, root, textOf } from "../sources.ts"

const configFor = (outDir: string) => ({
  extends: "../../tsconfig.json",
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    rootDir: "../..",
    outDir
  },
  include: ["../../packages/*/src/**/*.ts"],
  exclude: ["../../**/node_modules", "../../**/*.test.ts", "../../packages/*/src/**/fixtures"]
})

/** The text of a source file's declarations, by the source's path from the repository's root. */
export type Declarations = (file: string) => string

const store = join(root, "node_modules", ".cache", "declarations")

/** What the declarations follow from: the sources, how they find each other, the compiler, what it is told, and this file. */
const isInput = (file: string): boolean =>
  /^packages\/[^/]+\/(?:src\/.*\.ts|package\.json)$/.test(file) && !isTest(file) ||
  /^(?:tsconfig.*\.json|pnpm-lock\.yaml|scripts\/types\/.*|scripts\/api\/declarations\.ts)$/.test(file)

const hashOf = (files: ReadonlyArray<string>): string => {
  const hash = createHash("sha256").update(JSON.stringify(configFor("")))
  for (const file of files.toSorted()) hash.update(`${file}\0${textOf(file)}\0`)
  return hash.digest("hex").slice(0, 16)
}

/** Runs the compiler. What it has to say of types is told by `check:types`; here only nothing written is a failure. */
const tsc = (folder: string, out: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const program = [join(root, "node_modules/typescript/bin/tsc"), "-p", folder, "--singleThreaded"]
    execFile(process.execPath, program, { cwd: root, encoding: "utf8" }, (error, stdout) => {
      if (error === null || existsSync(join(out, "packages"))) resolve()
      else reject(new Error(`the declarations cannot be written: ${stdout}`))
    })
  })

/** What a package has installed, beside its declarations, so that what they import is found. */
const linkPackages = (out: string): void => {
  for (const name of readdirSync(join(out, "packages"))) {
    const installed = join(root, "packages", name, "node_modules")
    if (existsSync(installed)) symlinkSync(installed, join(out, "packages", name, "node_modules"), "junction")
  }
}

/** Milliseconds after which declarations of other sources are of no use to anyone. */
const DAY = 86_400_000

/** Milliseconds since a file or folder was last changed; none where there is none. */
const age = (path: string): number | undefined => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? undefined : Date.now() - found.mtimeMs
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true })

const removeOld = (): void => {
  for (const path of readdirSync(store).map((name) => join(store, name))) if ((age(path) ?? 0) > DAY) remove(path)
}

/** Writes them aside, and puts them in their place as a whole. */
const write = async (place: string): Promise<void> => {
  mkdirSync(join(root, "tmp"), { recursive: true })
  const folder = mkdtempSync(join(root, "tmp", "api-")), out = mkdtempSync(join(store, "out-"))
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configFor(out)))
    await tsc(folder, out)
    linkPackages(out)
    renameSync(out, place)
  } finally {
    remove(folder)
    remove(out)
  }
}

/** Milliseconds after which whoever was writing is taken to have been ended. */
const PATIENCE = 180_000

/** Whether this process is to write: it is the first who wants to. */
const isFirst = (lock: string): boolean => {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

/** Writes them, or waits for another process that does. */
const writeOnce = async (place: string): Promise<void> => {
  mkdirSync(store, { recursive: true })
  const lock = `${place}.lock`
  while (!existsSync(place)) {
    if (isFirst(lock)) {
      removeOld()
      return (existsSync(place) ? Promise.resolve() : write(place)).finally(() => remove(lock))
    }
    if ((age(lock) ?? 0) > PATIENCE) remove(lock)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/**
 * The folder in which the declarations of all packages are, `packages/core/src/index.d.ts` and so on; written where there
 * is none for the sources as they are.
 */
export const declarationsFolder = async (): Promise<string> => {
  const place = join(store, hashOf(allFiles().filter(isInput)))
  await writeOnce(place)
  return place
}

/** The path of a source file's declarations in their folder. */
export const declared = (file: string): string => file.replace(/\.ts$/, ".d.ts")

/** The declarations of all packages. */
export const readDeclarations = async (): Promise<Declarations> => {
  const folder = await declarationsFolder()
  return (file) => readFileSync(join(folder, declared(file)), "utf8")
}
