/**
 * `marginalia label export`.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { exportProject } from "@marginalia/studio/formats/write"
import * as Effect from "effect/Effect"
import type { ExportInput } from "./flags.ts"
import { readSubject } from "./subject.ts"

/** Writes a project's labels in the form asked for. */
export const exporting = Effect.fn("label.export")(function*({ folder, format, links, out }: ExportInput) {
  const subject = yield* readSubject(folder)
  yield* exportProject(subject, format, out, { links, inputs: [{ what: "the items", path: subject.source.path }] })
  yield* note(`${out}: ${counted(subject.session.counts().labeled, "label")} as ${format}`)
})
