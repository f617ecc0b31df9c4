/**
 * Labels of a model, brought into a project as suggestions: shown beside the items, and counted as nothing.
 */
import { sortedClasses } from "@marginalia/datasets/class-order"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readOpinions } from "@marginalia/datasets/labels/opinions-read"
import * as Effect from "effect/Effect"
import { inWords } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"
import { type Imported, type ImportOptions, refusalOfImport, sayLeftOut } from "./import.ts"

/**
 * Reads what annotators say of a project's items, whose names are `ids`: a table of `id`, `annotator` and `label` with a row a
 * label, and `probability` where they say how sure they are, as `marginalia annotate` writes it. Says what was read.
 *
 * Fails with `InvalidInput` for another form, items that are not the project's, and names that no class can have; with `FileProblem`.
 */
export const readSuggestions = Effect.fn("studio.readSuggestions")(function*(
  session: Session,
  ids: ReadonlyArray<string>,
  path: string,
  { labelField, skip, whole = ids }: ImportOptions = {}
) {
  const pool = { path: "of the project", rows: whole.length, ids: whole }
  const { annotators, given: all } = yield* readOpinions(path, { pool, labelField, skip })
  const at = new Map(ids.map((id, item) => [id, item]))
  const given = all.flatMap(({ position, ...one }) => {
    const item = at.get(whole[position]!)
    return item === undefined ? [] : [{ ...one, position: item }]
  })
  yield* sayLeftOut(all.length - given.length, "suggestion")
  const known = new Set(session.vocabulary().classes.map(({ name }) => name))
  const imported: Imported = {
    labels: [],
    declined: [],
    suggestions: annotators.map((annotator, i) => ({
      annotator,
      labels: given.filter((one) => one.annotator === i).map(({ label, position, probability = null }) =>
        [position, label, probability] as const
      )
    })),
    added: sortedClasses(given.map(({ label }) => label)).filter((name) => !known.has(name))
  }
  const why = refusalOfImport(session, imported)
  if (why === undefined) return imported
  return yield* new InvalidInput({
    path,
    problem: inWords(why),
    hint: "change it in the file",
    reason: "Import",
    value: why
  })
})
