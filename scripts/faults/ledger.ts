/**
 * The ledger of a long run: a JSON line for each fault as it is tried. A run that is ended loses only the faults that
 * were being tried, and the next one with the same ledger goes on after them.
 */
import { createHash } from "node:crypto"
import { appendFileSync, existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type Fault, testsOf } from "./entries.ts"

/** What came of a fault. */
export interface Entry {
  readonly id: string
  /** Of the entry, the file it breaks and its tests: where one of them changes, the fault is tried again. */
  readonly hash: string
  readonly ok: boolean
  readonly text: string
}

/** The hash of what a fault is about, in the workspace at `root`: its entry, the file it breaks and its tests. */
export const hashOf = (root: string, fault: Fault): string => {
  const hash = createHash("sha256").update(JSON.stringify(fault))
  for (const path of [fault.file, ...testsOf(fault)]) {
    hash.update("\0").update(existsSync(join(root, path)) ? readFileSync(join(root, path)) : "")
  }
  return hash.digest("hex").slice(0, 16)
}

const entryOf = (line: string): ReadonlyArray<Entry> => {
  try {
    return [JSON.parse(line) as Entry]
  } catch {
    return []
  }
}

/** The entries that were written to their end, the last one of each fault. None where there is no file. */
export const entriesOf = (path: string): ReadonlyMap<string, Entry> => {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : []
  return new Map(lines.flatMap(entryOf).map((entry) => [entry.id, entry]))
}

/** Adds what came of a fault. A line that an ended run has broken off is left behind. */
export const enter = (path: string, entry: Entry): void => appendFileSync(path, `\n${JSON.stringify(entry)}`)

/** What is known of a fault that was caught before, with the same files; nothing where it is to be tried. */
export const caughtBefore = (entries: ReadonlyMap<string, Entry>, root: string, fault: Fault): Entry | undefined => {
  const entry = entries.get(fault.id)
  return entry?.ok === true && entry.hash === hashOf(root, fault) ? entry : undefined
}
