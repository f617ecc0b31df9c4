import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { top } from "../../test/toys.ts"
import * as Condition from "../Condition.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Score from "../Score.ts"
import * as Spec from "../Spec.ts"
import * as Strategy from "../Strategy.ts"
import * as Task from "../Task.ts"

const of = <const N extends "embedding" | "probability" | "estimate">(...needs: ReadonlyArray<N>) =>
  Strategy.make(top(Score.make({
    spec: Spec.make("toy"),
    needs,
    of: (frame) => Effect.succeed(new Float64Array(frame.size))
  })))

const any = of("embedding"), classes = of("probability"), numbers = of("embedding", "estimate")

describe("Strategy.tasks", () => {
  it("follows from what the parts need, in every branch", () => {
    assert.deepStrictEqual(Strategy.tasks(any), Task.all)
    assert.deepStrictEqual(Strategy.tasks(classes), ["classification"])
    assert.deepStrictEqual(Strategy.tasks(Strategy.mix([1, any], [1, numbers])), ["regression"])
    assert.deepStrictEqual(Strategy.tasks(Strategy.orElse(classes, numbers)), [])
    assert.deepStrictEqual(Strategy.tasks(Strategy.subsample(3, numbers)), ["regression"])
    assert.deepStrictEqual(Strategy.tasks(Strategy.perGroup("site" as "embedding", any)), Task.all)
    assert.deepStrictEqual(Strategy.tasks(Strategy.perClass(any)), ["classification"])
  })

  it("knows strategies that a step asks", () => {
    assert.deepStrictEqual(Strategy.tasks(Strategy.prepend(Strategy.keepPicked([classes]), any)), ["classification"])
  })

  it("is classification where labels are counted by class", () => {
    const few = Strategy.switchWhen(Condition.labeledBelow(3), any, any)
    const perClass = Strategy.switchWhen(Condition.labeledBelowPerClass(3), any, any)
    assert.deepStrictEqual(Strategy.tasks(few), Task.all)
    assert.deepStrictEqual(Strategy.tasks(perClass), ["classification"])
    assert.deepStrictEqual(Strategy.tasks(Strategy.mix([1, perClass], [1, any])), ["classification"])
  })
})

describe("a query that says its task", () => {
  const embedding = fromRows([[0], [1]]), probability = fromRows([[0, 1], [1, 0]])
  const ask = (task: Task.Task, strategy: Strategy.Any) =>
    Strategy.runAny(strategy, Query.makeUnsafe({ embedding, probability, budget: 1, seed: 0, task }))

  it.effect("refuses a strategy of another task by name, before anything runs", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ask("regression", classes))
      assert.strictEqual(error._tag, "WrongTask")
      assert.match(error.message, /serves classification, and the task is regression$/)
      assert.strictEqual((yield* ask("classification", classes)).positions.length, 1)
      assert.strictEqual((yield* ask("regression", any)).positions.length, 1)
      const none = yield* Effect.flip(ask("regression", Strategy.orElse(classes, numbers)))
      assert.match(none.message, /serves no task: its parts are for different ones, and the task is regression$/)
    }))
})
