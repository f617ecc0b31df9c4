/**
 * `marginalia report`: from journals to a page, drawings and data.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { loadItems, makeReport, type ReportInput } from "@marginalia/report/report"
import * as Effect from "effect/Effect"
import { print } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"

/** Makes the report; prints the path of its page. */
export const report = Effect.fn("report")(function*(input: ReportInput) {
  const { files, loaded } = yield* Effect.provide(makeReport(input, loadItems), progress.layer)
  for (const remark of loaded.remarks) yield* note(`note: ${remark}`)
  yield* note(`${counted(loaded.runs.length, "unit")}, ${counted(files, "file")}`)
  yield* print(`${input.out.replace(/\/+$/, "")}/index.html`)
})
