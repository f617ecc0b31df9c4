/**
 * `marginalia report`: from journals to a page, drawings and data.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { loadItems, makeReport, type ReportInput } from "@marginalia/report/report"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { print } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"

/** What the command line says. */
export interface ReportFlags extends ReportInput {
  readonly queue: Option.Option<string>
}

/** The folders to report on: of a queue, a temporary one that holds the experiment. */
const inputOf = Effect.fnUntraced(function*({ queue, ...input }: ReportFlags) {
  if (Option.isNone(queue)) return input
  const { exportedFor } = yield* Effect.promise(() => import("../queue/report.ts"))
  return yield* exportedFor(input, queue.value)
})

/** Makes the report; prints the path of its page. */
export const report = Effect.fn("report")(function*(flags: ReportFlags) {
  const input = yield* inputOf(flags)
  const { files, loaded } = yield* Effect.provide(makeReport(input, loadItems), progress.layer)
  for (const remark of loaded.remarks) yield* note(`note: ${remark}`)
  yield* note(`${counted(loaded.runs.length, "unit")}, ${counted(files, "file")}`)
  yield* print(`${input.out.replace(/\/+$/, "")}/index.html`)
}, Effect.scoped)
