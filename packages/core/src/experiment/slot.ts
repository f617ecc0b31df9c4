/**
 * The one model that is in memory.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { Learner, LearnerError, type Trained } from "../Learner.ts"
import * as Ports from "../Ports.ts"
import { knownLabels } from "./known-labels.ts"
import type { Past, Plan } from "./plan.ts"
import { count } from "./telemetry.ts"

/** Trains models; the one before is freed first. */
export interface Slot {
  readonly fit: (plan: Plan, past: ReadonlyArray<Past>) => Effect.Effect<Trained, LearnerError, Learner>
  readonly clear: Effect.Effect<void>
}

const failed = (problem: string, cause: unknown): LearnerError => LearnerError.failed(cause, problem)

/** The model; what it says is held to the classes of the plan. */
export const held = (plan: Pick<Plan, "classes" | "size">, model: Trained): Trained => ({
  classifier: Ports.ofClasses(model.classifier, plan.classes),
  test: Effect.flatMap(
    Ports.call("learner's evaluation", () => model.test, failed),
    (answer) => Ports.evaluation(answer, plan.classes)
  ),
  pool: Effect.flatMap(
    Ports.call("learner's prediction of the pool", () => model.pool, failed),
    (answer) => Ports.poolClasses(answer, plan.size, plan.classes)
  ),
  ...(model.measured === undefined ? {} : {
    measured: Effect.flatMap(Ports.call("learner's measuring", () => model.measured!, failed), Ports.measured)
  })
})

/** Trains a model, in the caller's scope, on all labels so far, and the guesses of the last round. */
export const trainOn = Effect.fnUntraced(function*(seed: number, past: ReadonlyArray<Past>) {
  const learner = yield* Learner
  const { labels, positions } = knownLabels(past)
  const set = { round: past.length - 1, seed, positions, labels, pseudo: past.at(-1)?.pseudo ?? [] }
  const model = yield* Ports.call("learner", () => learner.fit(set), failed)
  yield* count("trainings")
  return yield* Ports.trained(model)
})

/** A slot that is empty; what it holds is freed with the scope. */
export const makeSlot = Effect.gen(function*() {
  let current: Scope.Closeable | undefined
  const clear = Effect.suspend(() => {
    const scope = current
    current = undefined
    return scope === undefined ? Effect.void : Scope.close(scope, Exit.void)
  })
  yield* Effect.addFinalizer(() => clear)
  const fit: Slot["fit"] = Effect.fnUntraced(function*(plan, past) {
    yield* clear
    const scope = yield* Scope.make()
    current = scope
    return held(plan, yield* Scope.provide(trainOn(plan.seed, past), scope))
  })
  return { fit, clear } satisfies Slot
})
