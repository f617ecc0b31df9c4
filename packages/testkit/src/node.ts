/**
 * What needs Node: golden files on disk.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import * as Golden from "./Golden.ts"

/** Files on disk, as UTF-8. */
export const files: Golden.Files = {
  read: (path) =>
    readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined
      throw error
    }),
  write: async (path, text) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}

/**
 * Is the answer still what the golden file says? Picks, ids and positions exactly, other numbers to `tolerance` (1e-6).
 *
 * Takes a selection, a matrix, or any data; the file is a path or a URL: `new URL("./golden/mine.json",
 * import.meta.url)`. With `UPDATE_GOLDEN=1` in the environment the file is written instead. Rejects with the
 * differences.
 *
 * `value` is compared with the file, by default of `options` to 1e-6.
 */
export const golden = (
  value: Parameters<ReturnType<typeof Golden.golden>>[0],
  file: string | URL,
  options: Golden.GoldenOptions = {}
): Promise<void> => {
  const path = typeof file === "string" ? file : fileURLToPath(file)
  return Golden.golden(files)(value, path, { update: process.env["UPDATE_GOLDEN"] === "1", ...options })
}
