/**
 * When a journaled experiment stops, by the rounds that are written down. Tested in `run.test.ts`.
 */
import type * as Experiment from "@marginalia/core/Experiment"
import type * as Journal from "@marginalia/core/Journal"
import * as Stopping from "@marginalia/core/Stopping"

/** A round as criteria for stopping look at it; `tested` only where it is known, NaN for an uncertainty that is not. */
export const factsOf = (
  { cost, labeled, metrics, poolPredictions, tested, uncertainty = Number.NaN }: Journal.Round
): Stopping.Facts => ({
  cost,
  labeled,
  metrics,
  poolPredictions,
  uncertainty,
  ...(tested === undefined ? {} : { tested })
})

/** What a criterion said at the last of some rounds; undefined where there is none. */
export const lastVerdict = (
  stop: Experiment.Plan["stop"],
  rounds: ReadonlyArray<{ readonly round: Journal.Round }>
): Stopping.Verdict | undefined =>
  stop === undefined ? undefined : Stopping.judge(stop, rounds.map(({ round }) => factsOf(round))).at(-1)

/** A plan whose criterion knows of the rounds that are there already; without rounds left where it said stop at the last. */
export const goingOn = (
  plan: Experiment.Plan,
  rounds: ReadonlyArray<{ readonly round: Journal.Round }>
): Experiment.Plan =>
  plan.stop === undefined
    ? plan
    : { ...plan, stop: Stopping.since(plan.stop, rounds.map(({ round }) => factsOf(round))) }
