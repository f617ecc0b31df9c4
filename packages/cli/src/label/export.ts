/**
 * `marginalia label export`.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { exportProject } from "@marginalia/studio/formats/write"
import { exportModel } from "@marginalia/studio/model/export"
import * as Effect from "effect/Effect"
import { shellQuoted } from "../shell.ts"
import type { ExportInput } from "./flags.ts"
import { readSubject } from "./subject.ts"

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

/** Fits the model anew, and says how right it is. */
const exportingModel = Effect.fnUntraced(function*({ folder, links, out, plugin }: ExportInput) {
  if (links) {
    return yield* new UsageProblem({
      problem: "--links is given with a model, which holds no images",
      hint: "leave it out",
      reason: "Idle",
      setting: "links"
    })
  }
  const subject = yield* readSubject(folder)
  const { classNames, items: { labeled }, labeling: { heldOut: { accuracy, labels } } } = yield* exportModel(
    { ...subject, plugins: plugin },
    out,
    {
      inputs: [{ what: "the items", path: subject.source.path }]
    }
  )
  const right = accuracy === null
    ? "nothing held out is labeled yet, so that nobody knows how right it is"
    : `${percent(accuracy.value)} right (${percent(accuracy.low)} to ${percent(accuracy.high)}) on ${
      counted(labels, "held-out item")
    }`
  yield* note(`${out}: a model of ${classNames.length} classes, ${counted(labeled, "label")}; ${right}`)
  yield* note(`marginalia predict ITEMS --model ${shellQuoted(out)} --out NEW says what it makes of others`)
})

/** Writes a project's labels in the form asked for. */
export const exporting = Effect.fn("label.export")(function*(input: ExportInput) {
  const { folder, format, links, out, plugin } = input
  // A plugin may bring the items.
  yield* readRegistry(plugin)
  if (format === "model") return yield* exportingModel(input)
  const subject = yield* readSubject(folder)
  yield* exportProject(subject, format, out, { links, inputs: [{ what: "the items", path: subject.source.path }] })
  yield* note(`${out}: ${counted(subject.session.counts().labeled, "label")} as ${format}`)
})
