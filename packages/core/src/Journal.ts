/**
 * The port to where an experiment is written down, event by event, so that it can go on after its process was killed.
 *
 * An event holds what is the same whenever and wherever the experiment runs; how long things took is beside it.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import type { Past, Plan, Round as Finished } from "./Experiment.ts"
import { roundBudget } from "./experiment/budgets.ts"
import { inWords, type JournalProblem } from "./ports/journal-problem.ts"
import * as Quote from "./Quote.ts"
import * as Strategy from "./Strategy.ts"
import { JsonSchema } from "./text/read.ts"

export type { JournalProblem }

/** The version of the events that are written, and the only one that is read. */
export const VERSION = 1

const Int = Schema.Int
const Numbers = Schema.Array(Schema.Natural)
const Written = Schema.Struct({ text: Schema.String, spec: JsonSchema })

/** The first event: everything that the results follow from. */
export const Config = Schema.TaggedStruct("Config", {
  journalVersion: Schema.Literal(VERSION),
  strategy: Written,
  coldStart: Written,
  size: Schema.Natural,
  classes: Schema.Natural,
  /** Labels a round, or of each round that the strategy chooses. */
  budget: Schema.Union([Schema.Natural, Numbers]),
  rounds: Schema.Natural,
  seed: Int,
  initial: Schema.NullOr(Numbers),
  /** The ids and the columns of the plan by name, each as a hash of its values. */
  data: Schema.Record(Schema.String, Schema.String),
  /** What the learner and the oracle are, in the caller's words. */
  facts: Schema.Record(Schema.String, Schema.Json),
  /** When it stops before all rounds are done, as it is written; left out where it does not. */
  stop: Schema.optionalKey(Schema.String),
  /** What is learned from the labels; left out where they are classes. With others, classes number the different answers. */
  task: Schema.optionalKey(Schema.Literals(["multi-label", "regression"])),
  /** Of a fork: the hash of the other journal's events up to there, and how many rounds were taken over. */
  parent: Schema.NullOr(Schema.Struct({ digest: Schema.String, atRound: Schema.Natural }))
})

const Reason = Schema.Struct({ name: Schema.String, value: Schema.Number, rank: Int, of: Int })
const Cluster = Schema.Struct({ number: Int, size: Int, labeled: Int })
const { Natural, Number: Any, optionalKey: optional } = Schema
const Why = Schema.Struct({ branch: optional(Schema.String), cluster: optional(Cluster), scores: Schema.Array(Reason) })
const Pick = Schema.Struct({ id: Schema.String, position: Schema.Natural, score: Schema.Number, why: Why })
const Pseudo = Schema.Struct({ position: Natural, class: Natural, score: Any, threshold: Any })
const Step = Schema.Struct({ step: Schema.String, status: Schema.String, candidates: Int })

/** A finished round: what was asked of the strategy, what it chose and why, the labels, and how good the model is. */
export const Round = Schema.TaggedStruct("Round", {
  round: Schema.Natural,
  /** `labeled` counts the labels that the strategy knew. */
  query: Schema.Struct({ seed: Int, budget: Schema.Natural, labeled: Schema.Natural }),
  /** `null` for an initial set that was given. */
  selection: Schema.NullOr(
    Schema.Struct({ strategy: Schema.String, spec: JsonSchema, picks: Schema.Array(Pick), steps: Schema.Array(Step) })
  ),
  positions: Numbers,
  /** The class of each position; −1 where the oracle declined. */
  labels: Schema.Array(Int),
  pseudo: Schema.Array(Pseudo),
  coldStart: Schema.Boolean,
  cost: Schema.Number,
  labeled: Schema.Natural,
  metrics: Schema.Struct({
    accuracy: Schema.Number,
    balancedAccuracy: Schema.Number,
    macroF1: Schema.Number,
    recall: Schema.Array(Schema.Number)
  }),
  poolPredictions: Schema.Array(Int),
  /** Where labels are sets or numbers, what was measured, by name; `metrics` are NaN then, and no classes are predicted. */
  measures: Schema.optionalKey(Schema.Record(Schema.String, Schema.Number)),
  /** How many test items with a known class were measured on; journals of 0.2.0 and before do not say. */
  tested: Schema.optionalKey(Schema.Natural),
  /** Test items by true and by predicted class, row by row; not of many classes, and journals of 0.2.0 and before do not say. */
  confusion: Schema.optionalKey(Numbers),
  /** How uncertain the model is of what is not labeled, where the plan says when to stop. */
  uncertainty: Schema.optionalKey(Schema.Number)
})

/** The last event: nothing comes after it. `stopped`: which criterion ended it, and what it said, where one did. */
export const End = Schema.TaggedStruct("Finished", {
  rounds: Schema.Natural,
  labeled: Schema.Natural,
  /** Labels that its criterion needs for itself, those of test items, beside `labeled`; left out for none. */
  own: Schema.optionalKey(Schema.Natural),
  stopped: Schema.optionalKey(Schema.Struct({ criterion: Schema.String, reason: Schema.String }))
})

/** What a journal holds. */
export const Event = Schema.Union([Config, Round, End])

/** See {@link Config}. */
export type Config = typeof Config.Type
/** See {@link Round}. */
export type Round = typeof Round.Type
/** See {@link End}. */
export type End = typeof End.Type
/** See {@link Event}. */
export type Event = typeof Event.Type

/** Milliseconds by what took them. Not part of the event: no two runs have the same. */
export type Timing = { readonly [what: string]: number }

/** An event where it stands: `seq` counts from 1 without a gap. */
export interface Entry {
  readonly seq: number
  /** What happened. */
  readonly event: Event
  /** How long things took, in milliseconds. */
  readonly timing: Timing
}

/** The journal cannot be read, written, or gone on with; `reason` says why, and the message is made of it. */
export class JournalError extends Data.TaggedError("JournalError")<{ readonly reason: JournalProblem }> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(inWords(this.reason))
  }
}

/**
 * The journal of an experiment, as a service: `append` writes an event after the others, `events` gives all of them.
 *
 * An event that `append` answered for is still there after the process was killed. Both fail with {@link JournalError}.
 * `@marginalia/experiments/journal` has journals in SQLite files; {@link layerMemory} is one in memory.
 */
export class Journal extends Context.Service<Journal, {
  readonly append: (event: Event, timing?: Timing) => Effect.Effect<Entry, JournalError>
  readonly events: Effect.Effect<ReadonlyArray<Entry>, JournalError>
}>()("@marginalia/core/Journal") {}

const codec = Schema.toCodecJson(Event)

const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** The one text of an event: JSON with sorted keys, so that equal events have equal hashes. */
export const print = (event: Event): string => JSON.stringify(Schema.encodeSync(codec)(event), sorted)

/** An event from its text. Fails with {@link JournalError} of the reason `NoEvent`. */
export const read = (text: string): Effect.Effect<Event, JournalError> =>
  Effect.try({
    try: () => Schema.decodeUnknownSync(codec)(JSON.parse(text)),
    catch: (cause) => new JournalError({ reason: { _tag: "NoEvent", version: VERSION, cause } })
  })

/** A journal in memory, for tests and for experiments that nobody needs tomorrow. */
export const memory: Effect.Effect<Journal["Service"]> = Effect.map(
  Ref.make<ReadonlyArray<Entry>>([]),
  (ref) => ({
    append: Effect.fnUntraced(function*(event: Event, timing: Timing = {}) {
      const written = yield* read(print(event))
      return yield* Ref.modify(ref, (entries) => {
        const entry: Entry = { seq: entries.length + 1, event: written, timing }
        return [entry, [...entries, entry]]
      })
    }),
    events: Ref.get(ref)
  })
)

/** {@link memory} as a layer. */
export const layerMemory: Layer.Layer<Journal> = Layer.effect(Journal, memory)

const written = (strategy: Strategy.Any): typeof Written.Type => ({
  text: Strategy.text(strategy),
  spec: Strategy.json(strategy)
})

/**
 * The first event of a plan. `more` is what the plan does not say: the hashes of its `data`, `facts` about the learner
 * and the oracle, and of a fork its `parent`.
 */
export const config = (plan: Plan, more: Pick<Config, "data" | "facts" | "parent">): Config => ({
  _tag: "Config",
  journalVersion: VERSION,
  strategy: written(plan.strategy),
  coldStart: written(plan.coldStart),
  size: plan.size,
  classes: plan.classes,
  budget: plan.budget,
  rounds: plan.rounds,
  seed: plan.seed,
  initial: plan.initial ?? null,
  ...(plan.stop === undefined ? {} : { stop: plan.stop.name }),
  ...(plan.task === undefined || plan.task === "classification" ? {} : { task: plan.task }),
  ...more
})

const selectionOf = ({ selection }: Finished): Round["selection"] =>
  selection === undefined ? null : {
    strategy: selection.strategy,
    spec: selection.spec,
    picks: selection.picks.map(({ id, position, score, why }) => ({ id, position, score, why })),
    steps: selection.trace.map(({ candidates, status, step }) => ({ step, status, candidates }))
  }

/** The event of a finished round of a plan. */
export const round = (plan: Plan, finished: Finished): Round => ({
  _tag: "Round",
  round: finished.round,
  query: {
    seed: plan.seed,
    budget: roundBudget(plan, finished.round),
    labeled: finished.labeled - finished.labels.filter((label) => label >= 0).length
  },
  selection: selectionOf(finished),
  positions: Array.from(finished.positions),
  labels: Array.from(finished.labels),
  pseudo: finished.pseudo.map(({ class: number, position, score, threshold }) => ({
    position,
    class: number,
    score,
    threshold
  })),
  coldStart: finished.coldStart,
  cost: finished.cost,
  labeled: finished.labeled,
  metrics: finished.metrics,
  poolPredictions: Array.from(finished.poolPredictions),
  ...(finished.measures === undefined ? {} : { measures: finished.measures }),
  tested: finished.tested,
  ...(finished.confusion === undefined ? {} : { confusion: finished.confusion }),
  ...(finished.uncertainty === undefined ? {} : { uncertainty: finished.uncertainty })
})

/** What an experiment needs to know of a round to go on after it. */
export const past = ({ labels, positions, pseudo, round }: Round): Past => ({
  round,
  positions: Uint32Array.from(positions),
  labels: Int32Array.from(labels),
  pseudo
})
