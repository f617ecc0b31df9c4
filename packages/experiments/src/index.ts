/**
 * Experiments in active learning, from code: files and presets expand into units, units are checked, and run by any
 * number of worker processes; every round is in a journal before it is told.
 *
 * @module
 */
export { checkExperiment } from "./check-experiment.ts"
export { expand, type Expanded } from "./expand/expand.ts"
export { sourceFacts } from "./expand/facts.ts"
export type { Request } from "./expand/request.ts"
export { readExperimentFile } from "./file/read.ts"
export { finishedRuns } from "./finished-runs.ts"
export { experimentOf, holdFolder, isExperiment, prepareFolder, readExperiment, stateOf } from "./folder.ts"
export { forkExperiment, type ForkOptions } from "./fork/fork.ts"
export { lint } from "./lint.ts"
export { listRuns, type RunState } from "./list-runs.ts"
export { manifestOf } from "./manifest-of.ts"
export { preflight, preflightLines } from "./preflight.ts"
export { type PreparedExperiment, prepareExperiment } from "./prepare.ts"
export { presets } from "./preset/all.ts"
export { type Counts, type Observe, type Prepared, runExperiment, type RunOptions } from "./run-experiment.ts"
export { type SelectedFiles, selectFiles, type SelectFilesOptions } from "./select-files.ts"
export { Experiment, type Finding, roundsOf, titleOf, Unit } from "./unit.ts"
export { type Verified, verifyManifest, type VerifyOptions } from "./verify-manifest.ts"
export type { Failure, Observer } from "./work/dispatch.ts"
