/**
 * `marginalia label import`.
 */
import type { JournalError } from "@marginalia/core/Journal"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { importLabels, readImport, sayImported } from "@marginalia/studio/formats/import"
import { readSuggestions } from "@marginalia/studio/formats/suggestions"
import { openItems } from "@marginalia/studio/items/open"
import { openProject, readProject } from "@marginalia/studio/project/project"
import { readSettings } from "@marginalia/studio/project/settings"
import { importThrough } from "@marginalia/studio/server/running"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { labelsAsked } from "../labels-flags.ts"
import type { ImportInput } from "./flags.ts"

const readerOf = ({ suggestions }: ImportInput) => suggestions ? readSuggestions : readImport

/** Asks the process that has the project open; where it cannot be asked, the refusal stands. */
const byServer = Effect.fnUntraced(function*(input: ImportInput, nonce: string, locked: JournalError) {
  const { file, folder, name } = input, { reason } = locked
  const { ids, hash, whole } = yield* openItems(yield* readSettings(folder)), { session } = yield* readProject(folder)
  const imported = yield* readerOf(input)(session, ids, file, { ...labelsAsked(input), whole })
  const pid = reason._tag === "Locked" ? reason.owner?.pid : undefined
  if (!(yield* importThrough(folder, { pid, who: name, nonce, ids: hash, imported }))) return yield* locked
  yield* sayImported(imported)
})

/**
 * Brings labels into a project, by the server that has it open where there is one. Fails, naming the process, where another one
 * has it, or the server does not answer.
 */
export const importing = Effect.fn("label.import")(function*(input: ImportInput) {
  const { file, folder, name, plugin } = input, nonce = `import-${randomUUID()}`
  // A plugin may bring the items.
  yield* readRegistry(plugin)
  const source = yield* readSettings(folder)
  yield* Effect.scoped(Effect.gen(function*() {
    const project = yield* openProject(folder)
    const { ids, whole } = yield* openItems(source)
    yield* importLabels(project, ids, file, {
      who: name,
      nonce,
      options: { ...labelsAsked(input), whole },
      read: readerOf(input)
    })
  })).pipe(
    Effect.catchIf(
      (error): error is JournalError => error._tag === "JournalError" && error.reason._tag === "Locked",
      (locked) => byServer(input, nonce, locked)
    )
  )
})
