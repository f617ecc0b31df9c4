/**
 * Folders, compared byte for byte.
 */
import { digest, readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
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

/** The journals of two folders whose events differ, or that one of them lacks; the times that things took are not looked at. */
export const differingEvents = async (a: string, b: string): Promise<ReadonlyArray<string>> => {
  const [left, right] = [bytesIn(a), bytesIn(b)]
  const names = [...new Set([...left.keys(), ...right.keys()])].filter((name) => !/-(?:wal|shm)$/.test(name))
  const digestAt = (folder: string, name: string) =>
    Effect.runPromise(Effect.map(readJournal(join(folder, name)), ({ entries }) => digest(entries)))
  const found: Array<string> = []
  for (const name of names) {
    const [one, other] = [left.get(name), right.get(name)]
    const same = one !== undefined && other !== undefined &&
      (name.endsWith(".db")
        ? await digestAt(a, name) === await digestAt(b, name)
        : name.endsWith(".head") || one.equals(other))
    if (!same) found.push(name)
  }
  return found
}
