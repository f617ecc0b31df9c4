/** What the best of an experiment's strategies would have come to in each round, on one data set with one seed. */
import { type Registry, Strategy } from "@marginalia/core"
import { type BestRound, upperBound } from "@marginalia/core/Experiment"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import type { UnitData } from "./data/load.ts"
import { learnerOf, planOf } from "./execute.ts"
import { taskOf, type Unit } from "./unit.ts"

/** Whether two units differ in their strategies alone. */
const alike = (a: Unit, b: Unit): boolean => JSON.stringify({ ...a, strategy: b.strategy }) === JSON.stringify(b)

/** A round of {@link upperBoundOf}: `strategy` is the name of the one whose batch was taken. */
export interface BoundRound extends BestRound {
  readonly strategy: string
}

/**
 * `Experiment.upperBound` of some `units` that differ in their strategies alone, on their `data`, with parts of a `registry`: each
 * round the batch after which the unit's learner is best on the test items. One of the strategies at least must ask no model.
 *
 * Fails with `UsageProblem` where the units differ in more, where there is none, or where they start from an initial set, with
 * `UnreadableStrategy`, `InvalidName`, `InvalidOptions`, `InvalidSubset` and `BackendUnavailable` as a unit that cannot be run, and with
 * `InvalidQuery`, `SelectionError` or `LearnerError` as an experiment fails.
 */
export const upperBoundOf = Effect.fn("upperBoundOf")(
  function*(units: ReadonlyArray<Unit>, data: UnitData, registry: Registry.Registry) {
    const [first] = units
    const odd = units.find((unit) =>
      unit.initial.kind !== "none" || taskOf(unit.data) !== undefined || !alike(unit, first!)
    )
    if (first === undefined || odd !== undefined) {
      const value = odd === undefined ? "no units" : odd.strategy.name
      return yield* new UsageProblem({
        problem: `there is no upper bound of ${value}`,
        hint: "give units of one data set with classes, of one seed and learner, without an initial set",
        setting: "strategies",
        value,
        reason: "Value",
        expected: "units that differ in their strategies alone"
      })
    }
    const { coldStart: _, initial: __, stop: ___, strategy: ____, task: _____, targets: ______, ...plan } =
      yield* planOf(first, data, registry)
    const strategies = yield* Effect.forEach(units, ({ strategy }) => Strategy.read(strategy.text, registry))
    const learning = yield* learnerOf(first, data)
    const rounds = yield* Effect.provide(upperBound(plan, strategies, Int32Array.from(data.labels)), learning)
    return rounds.map((round): BoundRound => ({ ...round, strategy: units[round.chosen]!.strategy.name }))
  }
)
