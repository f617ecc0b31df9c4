/**
 * A report of experiments: one page that needs no network, drawings, and data files.
 *
 * @module
 */
export { ReportProblem, type ReportReason } from "./problem.ts"
export { type Loaded, readRuns } from "./read.ts"
export { replayCsv, replayJson } from "./replay-output.ts"
export { replayRuns } from "./replay-runs.ts"
export { replay, type Replayed } from "./replay.ts"
export { commandOf, loadItems, makeReport, type Materials, render, type ReportInput } from "./report.ts"
