/**
 * `marginalia runs replay`: what criteria for stopping would have done to runs that went on.
 */
import { note } from "@marginalia/core/Notices"
import { visible } from "@marginalia/core/Visible"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import type { Replayed } from "@marginalia/report/replay"
import { replayCsv, replayJson } from "@marginalia/report/replay-output"
import { replayRuns } from "@marginalia/report/replay-runs"
import * as Effect from "effect/Effect"
import { printData } from "../terminal/print.ts"
import { type Heading, table } from "../terminal/table.ts"

/** What the command line says. */
export interface ReplayInput {
  readonly paths: ReadonlyArray<string>
  readonly stop: ReadonlyArray<string>
  readonly format: "table" | "json" | "csv"
  readonly safeCsv: boolean
  readonly plugin: ReadonlyArray<string>
}

const right = (title: string): Heading => ({ title, align: "right" })

const headings: ReadonlyArray<Heading> = [
  { title: "data" },
  { title: "strategy" },
  { title: "criterion" },
  ...["stopped", "labels", "to test on", "saved", "accuracy", "lost", "±", "most lost"].map(right)
]

const rowOf = (
  { accuracy, criterion, dataset, labels, loss, lossError, own, runs, saved, stopped, strategy, worst }: Replayed
) => [
  visible(dataset),
  visible(strategy),
  criterion,
  `${stopped} of ${runs}`,
  labels.toFixed(1),
  own.toFixed(0),
  saved.toFixed(1),
  accuracy.toFixed(4),
  loss.toFixed(4),
  lossError?.toFixed(4) ?? "",
  worst.toFixed(4)
]

/** Replays criteria over journals, and prints what came of it. */
export const replaying = Effect.fn("runs.replay")(function*({ format, paths, plugin, safeCsv, stop }: ReplayInput) {
  yield* readRegistry(plugin)
  const { remarks, rows } = yield* replayRuns(paths, stop)
  for (const remark of remarks) yield* note(`note: ${remark}`)
  const text = format === "json"
    ? replayJson(rows)
    : format === "csv"
    ? replayCsv(rows, safeCsv)
    : table(headings, rows.map(rowOf)).join("\n")
  yield* printData(text.replace(/\n$/, ""))
})
