import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { Classifier } from "./Classifier.ts"
import type { Column } from "./Columns.ts"
import { Embedder } from "./Embedder.ts"
import { PartFailed } from "./Errors.ts"
import { fromRows, fromRows64 } from "./Matrix.ts"
import * as Message from "./Message.ts"
import * as Suppliers from "./Suppliers.ts"

const embedding = fromRows([[1, 2], [3, 4]])
const probability = fromRows([[0.5, 0.5], [1, 0]])
const gradient = { left: probability, right: embedding }

const classifier = Classifier.of({
  probability: Effect.succeed(probability),
  passes: Effect.succeed([probability]),
  feature: Effect.succeed(embedding),
  projection: Effect.succeed(embedding),
  gradient: Effect.succeed(gradient)
})

const columns: ReadonlyArray<Column> = [
  "embedding",
  "probability",
  "passes",
  "feature",
  "projection",
  "gradient",
  "prototype",
  "cluster"
]

describe("supply", () => {
  it.effect("asks the service behind a column", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* Suppliers.supply("embedding"), embedding)
      assert.strictEqual(yield* Suppliers.supply("probability"), probability)
      assert.deepStrictEqual(yield* Suppliers.supply("passes"), [probability])
      assert.strictEqual(yield* Suppliers.supply("feature"), embedding)
      assert.strictEqual(yield* Suppliers.supply("projection"), embedding)
      assert.strictEqual(yield* Suppliers.supply("gradient"), gradient)
      for (const column of columns) {
        assert.strictEqual(yield* Suppliers.isSupplied(column), column !== "prototype" && column !== "cluster")
      }
    }).pipe(
      Effect.provideService(Embedder, { embedding: Effect.succeed(embedding) }),
      Effect.provideService(Classifier, classifier)
    ))

  it.effect("finds nothing where no service is provided, and says what to do", () =>
    Effect.gen(function*() {
      for (const column of columns) {
        assert.isUndefined(yield* Suppliers.supply(column))
        assert.isFalse(yield* Suppliers.isSupplied(column))
        assert.match(Message.toCode(Suppliers.supplyOf(column).advice), /give the|give it with|put /)
      }
      assert.strictEqual(
        Message.toCode(Suppliers.supplyOf("heat" as Column).advice),
        "give it with the query (`heat`)"
      )
    }))
})

describe("memoized", () => {
  const counting = (answer: Effect.Effect<typeof embedding, PartFailed>) => {
    let calls = 0
    const service = { embedding: Effect.suspend(() => ((calls += 1), answer)) }
    return { service, calls: () => calls }
  }

  it.effect("asks once, however often it is asked", () =>
    Effect.gen(function*() {
      const { calls, service } = counting(Effect.succeed(embedding))
      const supply = Suppliers.memoized()
      const twice = Effect.all([supply("embedding", 2), supply("embedding", 2)])
      assert.deepStrictEqual(yield* Effect.provideService(twice, Embedder, service), [embedding, embedding])
      assert.strictEqual(calls(), 1)
    }))

  it.effect("remembers a failure too", () =>
    Effect.gen(function*() {
      const { calls, service } = counting(
        Effect.fail(new PartFailed({ part: "Embedder", problem: "no", reason: "Failed", cause: "no" }))
      )
      const supply = Suppliers.memoized()
      const once = Effect.flip(supply("embedding", 2)).pipe(Effect.provideService(Embedder, service))
      assert.strictEqual((yield* once).problem, "no")
      assert.strictEqual((yield* once).problem, "no")
      assert.strictEqual(calls(), 1)
    }))

  it.effect("checks what a service gives as it checks what a caller gives", () =>
    Effect.gen(function*() {
      const supply = Suppliers.memoized()
      const error = yield* Effect.flip(supply("embedding", 3)).pipe(
        Effect.provideService(Embedder, { embedding: Effect.succeed(embedding) })
      )
      assert.strictEqual(
        error.message,
        "Embedder: embedding has 2 rows and the pool has 3 items; give one row an item, in pool order"
      )
      const logits = yield* Effect.flip(supply("probability", 2)).pipe(
        Effect.provideService(Classifier, { ...classifier, probability: Effect.succeed(embedding) })
      )
      assert.match(logits.message, /^Classifier: row 0 of probability sums to 3/)
    }))

  it.effect("takes nothing for a column, a rejection and what is no matrix for failures of the service", () =>
    Effect.gen(function*() {
      const ask = (given: unknown, column: "probability" | "passes" | "gradient" = "probability") =>
        Effect.flip(Suppliers.memoized()(column, 2)).pipe(
          Effect.provideService(Classifier, { ...classifier, [column]: given } as Classifier["Service"])
        )
      const cases: ReadonlyArray<readonly [unknown, RegExp]> = [
        [Effect.undefined, /it gave undefined for the column "probability"/],
        [undefined, /gave undefined where an Effect is due/],
        [Promise.resolve(probability), /gave a promise where an Effect is due/],
        [Effect.promise(() => Promise.reject(new Error("no model"))), /the Classifier failed: no model/],
        [Effect.succeed("text"), /probability is not a matrix/],
        [Effect.succeed(fromRows([[0.5, Number.NaN], [1, 0]])), /holds NaN at row 0, column 1/],
        [Effect.succeed(fromRows([[1.5, -0.5], [1, 0]])), /holds -0.5 at row 0, column 1/],
        [Effect.succeed(fromRows([[0.5, 0.25], [1, 0]])), /row 0 of probability sums to 0.75/]
      ]
      for (const [given, message] of cases) {
        const error = yield* ask(given)
        assert.deepStrictEqual([error._tag, (error as PartFailed).part], ["PartFailed", "Classifier"])
        assert.match(error.message, message)
      }
      assert.match((yield* ask(Effect.succeed("text"), "gradient")).message, /gradient/)
      assert.match((yield* ask(Effect.succeed([]), "passes")).message, /no pass/)
    }))

  it.effect("has nothing to say of a column without a service", () =>
    Effect.gen(function*() {
      assert.isUndefined(yield* Suppliers.memoized()("prototype", fromRows64([[1]]).rows))
    }))
})
