/**
 * Labels from a file, by id.
 */
import { notes } from "@marginalia/core/Notices"
import { readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabelSettings } from "@marginalia/datasets/labels/settings"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { labelsAsked, type LabelsHow } from "../labels-flags.ts"

/** What was asked for, of both servers. */
export interface Asked extends LabelsHow {
  readonly labels: Option.Option<string>
}

/** Labels of items with these ids; nothing where no file is named. */
export const givenLabels = Effect.fnUntraced(function*(input: Asked, path: string, ids: ReadonlyArray<string>) {
  if (Option.isNone(input.labels)) {
    yield* refuseLabelSettings(labelsAsked(input), false)
    return { labels: [], declined: [] }
  }
  const read = yield* readLabels(input.labels.value, {
    ...labelsAsked(input),
    pool: { path, rows: ids.length, ids }
  })
  yield* notes(read.notes)
  return { labels: read.ids.map((id, i) => ({ id, label: read.labels[i]! })), declined: read.declined }
})
