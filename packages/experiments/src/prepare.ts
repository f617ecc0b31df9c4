/**
 * From what is asked for to an experiment that is checked and can be run.
 */
import type { Registry } from "@marginalia/core/Registry"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { readRegistry } from "./engine/registry.ts"
import { expand } from "./expand/expand.ts"
import type { Request } from "./expand/request.ts"
import { experimentOf } from "./folder.ts"
import { lint } from "./lint.ts"
import type { Experiment, Finding } from "./unit.ts"

/** An experiment that is checked and can be run. */
export interface PreparedExperiment {
  /** Its units, with what lint has to say of them. */
  readonly experiment: Experiment
  /** Its short name: of the file, of the preset, or of what was asked for. */
  readonly name: string
  /** What its strategies are of: plugins' parts included. */
  readonly registry: Registry
}

const scaledFinding = (scale: number | null): ReadonlyArray<Finding> =>
  scale === null
    ? []
    : [{ rule: "scaled", problem: `budgets, pools, widths, epochs and seeds are ${scale} of what they would be` }]

/**
 * Expands a request into units, and lints them: what `marginalia run` does before it tells what a run will cost.
 *
 * Plugins (paths of modules, which are run) are those of the file, from its folder, and then `plugins` (none by
 * default), from `request.cwd`. Gives the experiment with its findings, its short name, and the registry that its
 * strategies are of. Fails with `UsageProblem`, `InvalidInput` or `FileProblem` where the request makes no sense,
 * with `ExperimentFileError` for what the file says, with `InvalidName` or `InvalidOptions` for what is named and not
 * known, with `EncoderError` for an encoder whose package or model is not here, and with `DatasetError` for a data set
 * that cannot be read: before anything is written.
 *
 * @example
 * ```ts no-run
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { prepareExperiment } from "@marginalia/experiments"
 * import * as Effect from "effect/Effect"
 *
 * const request = { preset: "supclust-tiny", data: ["digits"], strategies: ["random", "supclust"], seeds: 2, cwd: "." }
 * const { experiment } = await Effect.runPromise(prepareExperiment(request).pipe(Effect.provide(NodeServices.layer)))
 * console.log(experiment.units.length)
 * ```
 */
export const prepareExperiment = Effect.fn("prepareExperiment")(function*(
  request: Request,
  plugins: ReadonlyArray<string> = []
) {
  const paths = yield* Path.Path
  const base = request.file === undefined ? request.cwd : paths.dirname(paths.resolve(request.file.path))
  const absolute = [
    ...(request.file?.file.plugins ?? []).map((plugin) => paths.resolve(base, plugin)),
    ...plugins.map((plugin) => paths.resolve(request.cwd, plugin))
  ]
  const { registry } = yield* readRegistry(absolute)
  const expanded = yield* expand(request, registry)
  const findings = [
    ...scaledFinding(expanded.scaled),
    ...expanded.findings,
    ...lint(expanded.units, expanded.facts, registry)
  ]
  const experiment = experimentOf({ ...expanded, plugins: absolute }, findings)
  return { experiment, name: expanded.name, registry } satisfies PreparedExperiment as PreparedExperiment
})
