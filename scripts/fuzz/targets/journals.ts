/** Journals: SQLite files with a counter beside them. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openJournal, readJournal } from "../../../packages/experiments/src/journal/sqlite.ts"
import type { Target } from "../target.ts"

const here = mkdtempSync(join(tmpdir(), "marginalia-fuzz-journal-"))
process.on("exit", () => rmSync(here, { recursive: true, force: true }))

const path = join(here, "run.db")

await Effect.runPromise(
  Effect.gen(function*() {
    const { journal } = yield* openJournal(path)
    yield* journal.append({ _tag: "Finished", rounds: 1, labeled: 2 })
    yield* journal.append({ _tag: "Finished", rounds: 2, labeled: 4 })
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
)

const database = (input: Uint8Array, folder: string) => {
  writeFileSync(join(folder, "run.db"), input)
  copyFileSync(`${path}.head`, join(folder, "run.db.head"))
  return readJournal(join(folder, "run.db"))
}

const head = (input: Uint8Array, folder: string) => {
  copyFileSync(path, join(folder, "run.db"))
  writeFileSync(join(folder, "run.db.head"), input)
  return readJournal(join(folder, "run.db"))
}

/** See the module. */
export const journals: ReadonlyArray<Target> = [
  { name: "journal", kind: "bytes", share: 3, examples: [new Uint8Array(readFileSync(path))], read: database },
  {
    name: "journal head",
    kind: "bytes",
    share: 2,
    examples: [new Uint8Array(readFileSync(`${path}.head`))],
    read: head
  }
]
