/** Which test files draw: those that reach fast-check, themselves or through what serves only tests. */
import { existsSync } from "node:fs"
import { join, posix } from "node:path"
import { allFiles, root, textOf } from "../sources.ts"

const draws = /from "(@fast-check\/vitest|fast-check|@marginalia\/testkit)"/

/** Files that a text imports by a path of their own. */
const near = (file: string, text: string): ReadonlyArray<string> =>
  [...text.matchAll(/from "(\.[^"]+\.ts)"/g)].map(([, path]) => posix.join(posix.dirname(file), path!))

/** Whether a file of the library's own is looked into: helpers of tests are, what is tested is not. */
const isHelper = (file: string): boolean => /\/(test|testkit)\//.test(file) && existsSync(join(root, file))

const reaches = (file: string, seen = new Set<string>()): boolean => {
  if (seen.has(file)) return false
  seen.add(file)
  const text = textOf(file)
  return draws.test(text) || near(file, text).filter(isHelper).some((other) => reaches(other, seen))
}

/** The test files that draw, of those whose path holds one of `filters` (all, when there are none). */
export const drawing = (filters: ReadonlyArray<string>): ReadonlyArray<string> =>
  allFiles()
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .filter((file) => reaches(file))
    .sort()
