/**
 * The planted faults: what to break, and which test must notice.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** One planted fault. */
export interface Fault {
  /** Short and unique. */
  readonly id: string
  /** The file to break, from the repository's root. */
  readonly file: string
  /** The text to replace; it occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** The test files of which at least one must fail, from the repository's root. */
  readonly test: string | ReadonlyArray<string>
  /** What the fault stands for. */
  readonly why?: string
}

/** Where the entries live, from the repository's root. */
export const folder = "packages/testkit/faults"

/** The test files of a fault. */
export const testsOf = ({ test }: Fault): ReadonlyArray<string> => typeof test === "string" ? [test] : test

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

const isFault = (value: unknown): value is Fault => {
  if (typeof value !== "object" || value === null) return false
  const { file, find, id, replace, test } = value as Record<string, unknown>
  const tests = Array.isArray(test) ? test as ReadonlyArray<unknown> : [test]
  return [id, file, find, ...tests].every(isText) && tests.length > 0 && typeof replace === "string"
}

const readFile = (root: string, name: string): ReadonlyArray<Fault> => {
  const entries: unknown = JSON.parse(readFileSync(join(root, folder, name), "utf8"))
  if (!Array.isArray(entries)) throw new Error(`${folder}/${name} holds no list of entries`)
  return entries.map((entry: unknown, i) => {
    if (isFault(entry)) return entry
    throw new Error(`${folder}/${name}: entry ${i} lacks one of id, file, find, replace, test`)
  })
}

/** Every entry of every file. Throws on an entry that is not one, and on an id that stands twice. */
export const read = (root: string): ReadonlyArray<Fault> => {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".json")).sort()
  const faults = names.flatMap((name) => readFile(root, name))
  const ids = faults.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw new Error(`the fault "${twice}" stands twice in ${folder}`)
  return faults
}

/** Why an entry cannot be tried any more, or `undefined`. */
export const stale = (root: string, fault: Fault): string | undefined => {
  const missing = [fault.file, ...testsOf(fault)].find((path) => !existsSync(join(root, path)))
  if (missing !== undefined) return `there is no ${missing}`
  if (fault.find === fault.replace) return "what is found and what replaces it are the same"
  const times = readFileSync(join(root, fault.file), "utf8").split(fault.find).length - 1
  return times === 1 ? undefined : `its text occurs ${times} times in ${fault.file}, not once`
}
