/**
 * What an experiment tells a tracer and whoever counts: a span a round, with one for each of its parts, and counters.
 *
 * The counters are Effect metrics, so they are read by `Metric.value`, `Metric.snapshot` or an exporter; docs/architecture.md
 * lists them.
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as print from "../strategy/print.ts"
import { roundBudget } from "./budgets.ts"
import type { Plan } from "./plan.ts"

const counter = (name: string, description: string) => Metric.counter(name, { description, incremental: true })

/** The counters of the round loop, by what they count. They only rise, over all experiments of the process. */
export const counters = {
  rounds: counter("marginalia.rounds", "rounds that were finished"),
  picks: counter("marginalia.picks", "items that a strategy chose; those of a given initial set are not counted"),
  asked: counter("marginalia.asked", "items that an oracle was asked about"),
  labels: counter("marginalia.labels", "labels that an oracle gave"),
  declined: counter("marginalia.declined", "items that an oracle declined"),
  trainings: counter("marginalia.trainings", "models that were trained, those of a resumed experiment included")
} as const

/** Adds to a counter. */
export const count = (which: keyof typeof counters, by = 1): Effect.Effect<void> => Metric.update(counters[which], by)

/** Runs a round in its span. `labeled` is what the strategy knows: the labels before the round. */
export const roundSpan = (plan: Plan, round: number, labeled: number) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.withSpan(effect, "Experiment.round", {
    attributes: {
      "marginalia.round": round,
      "marginalia.strategy": print.text(plan.strategy),
      "marginalia.budget": roundBudget(plan, round),
      "marginalia.seed": plan.seed,
      "marginalia.labeled": labeled
    }
  })

/** The parts of a round, each a span below the round's. */
export type RoundPart = "choose" | "ask" | "train" | "evaluate"

/** Runs a part of a round in its span. */
export const partSpan = (part: RoundPart, round: number) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.withSpan(effect, `Experiment.${part}`, { attributes: { "marginalia.round": round } })
