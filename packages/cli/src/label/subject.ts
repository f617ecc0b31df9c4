/**
 * A project and its items, to be looked at.
 */
import { note } from "@marginalia/core/Notices"
import { openItems } from "@marginalia/studio/items/open"
import { readProject } from "@marginalia/studio/project/project"
import { readSettings } from "@marginalia/studio/project/settings"
import * as Effect from "effect/Effect"

/** What a project is about, as it is now, whoever has it open. */
export const readSubject = Effect.fnUntraced(function*(folder: string) {
  const source = yield* readSettings(folder)
  const { head, oddity, session } = yield* readProject(folder)
  if (oddity !== undefined) yield* note(`note: ${oddity}`)
  const items = yield* openItems(source)
  return { folder, session, items, source, head }
})
