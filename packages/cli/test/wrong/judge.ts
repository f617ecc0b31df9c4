/**
 * Is the command that is given something wrong as clean as it should be? Exit code, message, files.
 */
import { createHash } from "node:crypto"
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs"
import { basename, join } from "node:path"
import type { Result } from "../cli.ts"

const contentsOf = (path: string): string => {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return `-> ${readlinkSync(path)}`
  return stat.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "folder"
}

/** Everything below some folders: names and contents. */
export const snapshot = (paths: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const all = paths.filter((path) => existsSync(path)).flatMap((path) => [
    path,
    ...readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name))
  ])
  // What SQLite keeps beside a database that is open: its readers share it, too.
  const lasting = all.filter((path) => !/\.db-(shm|wal)$/.test(path))
  return new Map(lasting.map((path) => [path, contentsOf(path)]))
}

type Snapshot = ReadonlyMap<string, string>

/** What differs between two snapshots. */
export const changed = (before: Snapshot, after: Snapshot): ReadonlyArray<string> => [
  ...[...before].filter(([path, is]) => after.get(path) !== is)
    .map(([path]) => `${path} was ${after.has(path) ? "changed" : "removed"}`),
  ...[...after.keys()].filter((path) => !before.has(path)).map((path) => `${path} was left behind`)
]

/** What may be said of what was given. */
export interface Given {
  /** The message holds one of these: the path's name, the flag. */
  readonly names: ReadonlyArray<string>
  /** It cannot be right by luck. */
  readonly never: boolean
  /** Something may be on stdout where it fails. */
  readonly prints?: boolean
}

/** A name that a message may have for a path: its last part, or so much of it as a message holds. */
export const namesOf = (path: string): ReadonlyArray<string> =>
  path === "" ? ["empty", "missing"] : [basename(path).slice(0, 40)]

const trace = /\n\s+at |\b(?:Type|Range|Internal)Error\b|\bundefined\b|\[object/

/** What is wrong with how the command ended. */
export const faultsOf = (
  { code, stderr, stdout }: Result,
  { names, never, prints = false }: Given
): ReadonlyArray<string> => {
  const faults: Array<string> = []
  if (![0, 1, 2, 3].includes(code)) faults.push(`it ended with ${code}`)
  if (trace.test(`\n${stderr}`)) faults.push("it printed a stack trace")
  if (code === 0 && never) faults.push("it was taken")
  if (code === 0) return faults
  if (!names.some((name) => stderr.includes(name))) faults.push(`the message has none of ${names.join(", ")}`)
  if (stdout !== "" && code !== 3 && !prints) faults.push("it printed something on stdout")
  return faults
}
