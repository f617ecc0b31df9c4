/**
 * Folders, compared byte for byte.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The bytes of all files below a folder, by their paths in it. */
export const bytesIn = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) =>
      join(entry.parentPath, entry.name)
    ).toSorted().map((path) => [path.slice(folder.length + 1), readFileSync(path)])
  )

/** The files that differ, or are in one folder alone. */
export const differing = (a: string, b: string): ReadonlyArray<string> => {
  const [left, right] = [bytesIn(a), bytesIn(b)]
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) =>
    left.get(name) === undefined || right.get(name) === undefined || !left.get(name)!.equals(right.get(name)!)
  )
}
