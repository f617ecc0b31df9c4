/**
 * Experiments that survive a kill of their process: every round is written down before anyone hears of it.
 */
import * as Experiment from "@marginalia/core/Experiment"
import * as Journal from "@marginalia/core/Journal"
import type { Learner } from "@marginalia/core/Learner"
import type { Oracle } from "@marginalia/core/Oracle"
import { hashData } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { impossible, impossibleEvent } from "./check.ts"
import { goingOn, lastVerdict } from "./stop.ts"

/** What the plan does not say and the results depend on: the learner, its recipe, the oracle, versions. */
export type Facts = Journal.Config["facts"]

/** A round as the journal has it. */
export interface JournaledRound {
  readonly round: Journal.Round
  /** How long its parts took. */
  readonly timing: Journal.Timing
  /** Whether it was there already, from before a stop. */
  readonly replayed: boolean
}

/**
 * The first event of a plan, with the hashes of its ids and columns. O(bytes of the data).
 *
 * Default of `facts` none; `parent` is a fork's, by default there is none.
 */
export const configOf = (
  plan: Experiment.Plan,
  facts: Facts = {},
  parent: Journal.Config["parent"] = null
): Journal.Config => {
  const columns = Object.entries(plan.columns).map(([name, column]) => [name, hashData(column)] as const)
  const targets = plan.targets === undefined ? [] : [["targets", hashData(Float64Array.from(plan.targets))] as const]
  const { candidates, costs, include } = plan
  const limits = Object.entries({ candidates, include, costs }).flatMap(([name, list]) =>
    list === undefined ? [] : [[name, hashData(Float64Array.from(list))] as const]
  )
  const ids = plan.ids === undefined ? [] : [["ids", hashData(plan.ids)] as const]
  return Journal.config(plan, { data: Object.fromEntries([...ids, ...columns, ...targets, ...limits]), facts, parent })
}

/** The fields in which two first events differ. A fork's parent is not looked at. */
export const differences = (a: Journal.Config, b: Journal.Config): ReadonlyArray<string> => {
  const [left, right] = [a, b].map((config) =>
    JSON.parse(Journal.print({ ...config, parent: null })) as Record<string, unknown>
  ) as [Record<string, unknown>, Record<string, unknown>]
  const text = (value: unknown) => JSON.stringify(value)
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((field) =>
    text(left[field]) !== text(right[field])
  )
}

/** A journal that cannot be used so. */
export const refused = (reason: Journal.JournalProblem): Journal.JournalError => new Journal.JournalError({ reason })

/**
 * The first event of a journal, and its rounds. Fails with the reason `Order` on events in an order that nobody writes,
 * and with `Impossible` on one that says what cannot be.
 */
export const contentsOf = Effect.fnUntraced(function*(entries: ReadonlyArray<Journal.Entry>) {
  const [first, ...rest] = entries
  const rounds: Array<JournaledRound> = []
  for (const { event, seq, timing } of rest) {
    if (event._tag === "Finished" && seq === entries.length) break
    if (event._tag !== "Round" || event.round !== rounds.length) {
      return yield* refused({ _tag: "Order", seq, expected: `round ${rounds.length}` })
    }
    rounds.push({ round: event, timing, replayed: true })
  }
  if (first !== undefined && first.event._tag !== "Config") {
    return yield* refused({ _tag: "Order", seq: 1, expected: "the configuration" })
  }
  const found = impossible(entries)
  if (found !== undefined) return yield* impossibleEvent(found)
  return {
    config: first?.event as Journal.Config | undefined,
    rounds,
    finished: rest.at(-1)?.event._tag === "Finished"
  }
})

const checkPlan = Effect.fnUntraced(function*(found: Journal.Config, wanted: Journal.Config, rounds: number) {
  const fields = differences(found, wanted)
  if (fields.length > 0) return yield* refused({ _tag: "OtherPlan", fields })
  const copied = found.parent?.atRound ?? 0
  if (rounds < copied) return yield* refused({ _tag: "CutShort", rounds, expected: copied })
})

const toTiming = ({ milliseconds: { evaluate, label, select, train } }: Experiment.Round): Journal.Timing => ({
  select,
  label,
  train,
  evaluate
})

const write = (plan: Experiment.Plan, journal: Journal.Journal["Service"]) => (finished: Experiment.Round) =>
  Effect.map(
    journal.append(Journal.round(plan, finished), toTiming(finished)),
    ({ event, timing }): JournaledRound => ({ round: event as Journal.Round, timing, replayed: false })
  )

const finish = Effect.fnUntraced(function*({ stop }: Experiment.Plan, journal: Journal.Journal["Service"]) {
  const { finished, rounds } = yield* contentsOf(yield* journal.events)
  if (finished) return
  const verdict = lastVerdict(stop, rounds)
  yield* journal.append({
    _tag: "Finished",
    rounds: rounds.length,
    labeled: rounds.at(-1)?.round.labeled ?? 0,
    ...(verdict?.own === undefined ? {} : { own: verdict.own }),
    ...(verdict?.stop === true ? { stopped: { criterion: verdict.criterion, reason: verdict.reason } } : {})
  })
})

/**
 * The rounds of a plan, each written to the journal before it is given; first those that the journal has already.
 * `facts` are what it says of itself beside the plan; by default, nothing.
 *
 * Run again after a stop, with the same plan, facts, learner and oracle, it goes on after the last round written: on a
 * deterministic learner the journal ends with the same events, timings apart. A finished journal only replays.
 *
 * Fails with a `JournalError`: `OtherPlan`, naming what differs, when the journal is of another experiment; otherwise
 * as the experiment fails, with `ExperimentError`.
 */
export const runJournaled = (
  plan: Experiment.Plan,
  journal: Journal.Journal["Service"],
  facts: Facts = {}
): Stream.Stream<JournaledRound, Experiment.ExperimentError | Journal.JournalError, Oracle | Learner> =>
  Stream.unwrap(Effect.gen(function*() {
    const wanted = configOf(plan, facts)
    const { config, finished, rounds } = yield* contentsOf(yield* journal.events)
    if (config === undefined) yield* journal.append(wanted)
    else yield* checkPlan(config, wanted, rounds.length)
    const replayed = Stream.fromIterable(rounds)
    if (finished) return replayed
    const past = rounds.map(({ round }) => Journal.past(round))
    const fresh = lastVerdict(plan.stop, rounds)?.stop !== true
      ? Experiment.rounds(goingOn(plan, rounds), past).pipe(Stream.mapEffect(write(plan, journal)))
      : Stream.empty
    const end = Stream.fromEffectDrain(finish(plan, journal))
    return replayed.pipe(Stream.concat(fresh), Stream.concat(end))
  }))
