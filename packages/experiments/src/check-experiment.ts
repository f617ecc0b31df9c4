/** What is looked at before an experiment starts: can it, and what will it cost? Tested in packages/cli/test/run.test.ts. */
import { notes } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { lookAhead } from "./data/look.ts"
import { readRegistry } from "./engine/registry.ts"
import { sourceFacts } from "./expand/facts.ts"
import { missingData } from "./missing.ts"
import { preflight } from "./preflight.ts"
import type { Experiment } from "./unit.ts"

/** Someone who answers cannot answer for several units at once. */
const checkAsked = ({ units }: Experiment): Effect.Effect<void, UsageProblem> => {
  const asking = units.find(({ unit: { oracle } }) => oracle.kind === "terminal" || oracle.kind === "files")
  if (asking === undefined || units.length === 1) return Effect.void
  const problem = `${units.length} units would ask the same ${
    asking.unit.oracle.kind === "terminal" ? "person" : "folder"
  }`
  return Effect.fail(
    new UsageProblem({
      problem,
      hint: "give one data set, one strategy and seeds: [0]",
      reason: "Value",
      setting: "oracle",
      value: units.length,
      expected: "one unit"
    })
  )
}

const factsOf = Effect.fnUntraced(function*({ units }: Experiment) {
  const byName = new Map(units.map(({ unit: { data } }) => [data.name, data.source]))
  return new Map(
    yield* Effect.forEach(
      byName,
      ([name, source]) => Effect.map(sourceFacts(source), (facts) => [name, facts] as const)
    )
  )
})

const declinedNotes = (facts: Effect.Success<ReturnType<typeof factsOf>>): ReadonlyArray<string> =>
  Array.from(facts).filter(([, { declined = 0 }]) => declined > 0).map(([name, { declined = 0 }]) =>
    `${name}: ${counted(declined, "item")} declined (no label), and left out of the experiment`
  )

/**
 * Looks at an `experiment` before it starts: whether all of its data are there, and what it will cost here, by so many worker
 * processes (`jobs`, by default as the cores and the memory allow), which take no more than `limit` bytes together (default: what is
 * free). What lint found, and what the data leave out, is said to
 * `Notices`; `preflightLines` says the cost to people.
 *
 * Fails with `DataMissing`, with `EncoderError` where an encoder's package or model is not here, with `UsageProblem` where several units would ask the same person
 * and where one process takes more than the limit, and as the readers do:
 * `DatasetError`, `InvalidInput`, `FileProblem`, and `InvalidName` or `InvalidOptions` for what is named and not
 * known.
 */
export const checkExperiment = Effect.fn("checkExperiment")(
  function*(experiment: Experiment, jobs?: number, limit?: number) {
    yield* checkAsked(experiment)
    yield* notes(experiment.findings.map(({ problem, rule }) => `${rule}: ${problem}`))
    const units = experiment.units.map(({ unit }) => unit)
    yield* missingData(units)
    const { registry } = yield* readRegistry(experiment.plugins ?? [])
    const embeddings = new Map(units.map(({ data: { embedding } }) => [JSON.stringify(embedding), embedding]))
    yield* Effect.forEach(embeddings.values(), lookAhead, { discard: true })
    const facts = yield* factsOf(experiment)
    yield* notes(declinedNotes(facts))
    return yield* preflight(units, facts, registry, jobs, limit)
  }
)
