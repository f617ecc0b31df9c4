/**
 * One unit, run to its end in this process: its journal is opened, gone on with, and closed.
 */
import { Named, type Registry, Stopping, Strategy } from "@marginalia/core"
import type { Plan } from "@marginalia/core/Experiment"
import type { Journal, JournalError } from "@marginalia/core/Journal"
import * as Rng from "@marginalia/core/Rng"
import { balancedInitial, randomInitial } from "@marginalia/datasets"
import { UsageProblem } from "@marginalia/datasets/problems"
import { backendKind, fromMatrix, learner, TensorBackend, Trainer } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { UnitData } from "./data/load.ts"
import { library } from "./engine/library.ts"
import { stopRegistry } from "./file/stop.ts"
import { describeGap, type Facts, type Gap, type JournaledRound, runJournaled } from "./journal.ts"
import { type OracleLayer, oracleOf } from "./oracle.ts"
import { checkServes } from "./selection/serves.ts"
import { taskLearner, taskPlan } from "./task-learner.ts"
import type { Unit } from "./unit.ts"
import { versions } from "./version.ts"

/** What there is to hear of a unit that runs. */
export interface Listener {
  /** Events of the journal were written and are gone. */
  readonly gap: (text: string) => Effect.Effect<void>
  /** A round is on the disk, or was there already. */
  readonly round: (round: JournaledRound) => Effect.Effect<void>
}

/** A task in the process that does it: its unit and journal, with the items and the strategies there are. */
export interface Job {
  readonly unit: Unit
  /** The unit as the journal has it, where the data have other paths there than here. Default `unit`. */
  readonly written?: Unit | undefined
  /** Opens the unit's journal until the scope closes. Fails with `JournalError`, as `openJournal` does. */
  readonly open: Effect.Effect<
    { readonly journal: Journal["Service"]; readonly gap: Gap | undefined },
    JournalError,
    Scope.Scope
  >
  /** The unit's items, loaded. */
  readonly data: UnitData
  /** The parts that the strategy's text may speak of. */
  readonly registry: Registry.Registry
  /** The hashes of the plugins. */
  readonly plugins: ReadonlyArray<string>
  /** The file in which a model's answers may be kept, beside the journal. Default: they are forgotten with the process. */
  readonly answers?: string | undefined
  /** The person at the terminal, where there is one. */
  readonly terminal?: OracleLayer | undefined
}

const initialOf = ({ initial, seed }: Unit, { classNames, labels }: UnitData) => {
  if (initial.kind === "none") return Effect.succeed(undefined)
  const key = Rng.derive(Rng.fromSeed(seed), "experiment initial")
  const source = { labels, classes: classNames.length }
  const positions = initial.kind === "random"
    ? randomInitial(key, source, initial.items)
    : balancedInitial(key, source, initial.items)
  return Effect.map(positions, (found) => Array.from(found))
}

/**
 * The plan of a `unit` on its `data`, with parts of a `registry`. Fails with `UnreadableStrategy` on a strategy's
 * text that cannot be read, with `UsageProblem` on one that does not serve the task, with `InvalidName` and `InvalidOptions` on a
 * criterion for stopping, and with `InvalidSubset` on an initial set that cannot be drawn.
 */
export const planOf = Effect.fn("planOf")(function*(unit: Unit, data: UnitData, registry: Registry.Registry) {
  const initial = yield* initialOf(unit, data)
  const plan: Plan = {
    strategy: yield* Strategy.read(unit.strategy.text, registry),
    coldStart: yield* Strategy.read(unit.coldStart, registry),
    columns: { embedding: data.embedding, ...Object.fromEntries(data.groups ?? []) },
    size: data.labels.length,
    ids: data.ids,
    classes: data.classNames.length,
    budget: unit.budget,
    rounds: unit.rounds,
    seed: unit.seed,
    ...(initial === undefined ? {} : { initial }),
    ...taskPlan(unit, data),
    ...data.limits,
    ...(unit.stop === undefined ? {} : { stop: yield* Stopping.read(unit.stop, stopRegistry(registry)) })
  }
  yield* checkServes(plan)
  return plan
})

/** What a unit's results follow from beside its plan; `plugins` are the hashes of those that are loaded. */
export const factsOf = (unit: Unit, plugins: ReadonlyArray<string>): Facts => ({
  unit: JSON.parse(JSON.stringify(unit)) as Facts[string],
  ...(plugins.length === 0 ? {} : { plugins }),
  versions: { "@marginalia/core": versions["@marginalia/core"]!, effect: versions["effect"]! }
})

/** What learns in a `unit`, from its `data`. Fails with `UsageProblem` where that cannot be, and with `BackendUnavailable`. */
export const learnerOf = Effect.fnUntraced(
  function*({ learning: { backend, network, on, recipe: config } }: Unit, data: UnitData) {
    const { value: choice } = yield* Named.read(backendKind, backend, library()).pipe(
      Effect.mapError((cause) =>
        new UsageProblem({
          ...Named.faultOf(cause),
          problem: cause.message,
          hint: "marginalia doctor lists them",
          setting: "backend",
          value: backend,
          reason: "Value",
          expected: "a backend",
          cause
        })
      )
    )
    if (on === "images" && data.images === undefined) {
      const problem = "the learner learns from images, and the items are vectors"
      const hint = "give it on: embedding"
      return yield* new UsageProblem({
        problem,
        hint,
        setting: "on",
        value: on,
        allowed: ["embedding"],
        reason: "Value",
        expected: "embedding"
      })
    }
    const seen = on === "images"
      ? { pool: data.images!, test: data.test.images! }
      : { pool: fromMatrix(data.embedding), test: fromMatrix(data.test.embedding) }
    const items = {
      pool: seen.pool,
      test: { items: seen.test, labels: data.test.labels },
      classes: data.classNames.length
    }
    return learner(network, items, config).pipe(
      Layer.provide(Trainer.layer),
      Layer.provide(TensorBackend.of(choice))
    )
  }
)

/**
 * Runs a unit to its end, or goes on with it; `listener` hears of each round when it is on the disk, and of those that
 * were there already. On the backends cpu and wasm the journal ends with the same events however often it was stopped.
 *
 * Fails with `JournalError`, `UnreadableStrategy`, `InvalidName`, `InvalidOptions`, `InvalidSubset`, `BackendUnavailable`, `UsageProblem`, and as the
 * experiment fails, with `ExperimentError`.
 */
export const execute = Effect.fn("execute")(
  function*({ answers, data, open, plugins, registry, terminal, unit, written = unit }: Job, listener: Listener) {
    const plan = yield* planOf(unit, data, registry)
    const learning = taskLearner(unit, data) ?? (yield* learnerOf(unit, data))
    const oracle = yield* Effect.try({
      try: () => oracleOf(unit, data, terminal, answers),
      catch: (error) =>
        new UsageProblem({
          problem: (error as Error).message,
          hint: "see oracle: in the experiment file",
          setting: "oracle",
          value: unit.oracle,
          reason: "Value",
          expected: "an oracle"
        })
    })
    yield* Effect.scoped(Effect.gen(function*() {
      const { gap, journal } = yield* open
      if (gap !== undefined) yield* listener.gap(describeGap(gap))
      yield* Stream.runForEach(runJournaled(plan, journal, factsOf(written, plugins)), listener.round)
    })).pipe(Effect.provide(Layer.merge(learning, oracle)))
  }
)
