import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { coordinate, crowd, first, split, top } from "../../test/toys.ts"
import * as Condition from "../Condition.ts"
import { Embedder } from "../Embedder.ts"
import type { MissingColumn } from "../Errors.ts"
import * as Filter from "../Filter.ts"
import { fromRows } from "../Matrix.ts"
import * as Message from "../Message.ts"
import * as Query from "../Query.ts"
import * as Select from "../Select.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const bare = Query.makeUnsafe({ size: 4, budget: 2, seed: 0 })
const pool = Query.makeUnsafe({ embedding: fromRows([[1], [2], [3], [4]]), budget: 2, seed: 0 })

const needy: Strategy.Any = Strategy.make(Filter.keepTop(crowd(), 2), top(coordinate()))
const content = Strategy.make(first())

const missing = (strategy: Strategy.Any, query: Query.Any) =>
  Effect.map(Effect.flip(Strategy.runAny(strategy, query)), (error) => {
    assert.strictEqual(error._tag, "MissingColumn")
    return error as MissingColumn
  })

describe("a missing column", () => {
  it.effect("is named, with the part that needs it and what to do", () =>
    Effect.gen(function*() {
      const { columns, hint, message, part } = yield* missing(needy, pool)
      assert.deepStrictEqual([columns, part], [["cluster"], "keep-top(crowd, 2)"])
      assert.strictEqual(hint, "put a clustering before it, such as kmeans, or give the column")
      assert.strictEqual(
        message,
        `keep-top(crowd, 2) | top(coordinate(0), position): keep-top(crowd, 2) needs the column "cluster"; ${
          Message.toCode(hint)
        }`
      )
    }))

  it.effect("of the selector alone is the selector's", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* missing(Strategy.make(top(coordinate())), bare)).part, "top(coordinate(0), position)")
    }))

  it.effect("is not blamed on a step that is skipped", () =>
    Effect.gen(function*() {
      const strategy = Strategy.make(Stage.andThen(split(), Filter.keepTop(crowd(), 1)), top(coordinate()))
      const query = Query.makeUnsafe({ cluster: { assignment: new Int32Array(4) }, budget: 1, seed: 0 })
      assert.strictEqual((yield* missing(strategy, query)).part, "top(coordinate(0), position)")
    }))

  it.effect("is found before anything runs", () =>
    Effect.gen(function*() {
      const ran: Array<string> = []
      const spy = (name: string) =>
        Stage.make({ spec: Spec.make(name), needs: [], run: () => Effect.sync(() => (ran.push(name), {})) })
      const strategy = Strategy.mix([1, Strategy.make(spy("a"), first())], [1, Strategy.prepend(spy("b"), needy)])
      yield* missing(strategy, pool)
      assert.deepStrictEqual(ran, [])
    }))

  it.effect("is none when its service is provided, and the service is not asked to find out", () =>
    Effect.gen(function*() {
      let calls = 0
      const embedding = Effect.sync(() => ((calls += 1), fromRows([[1], [2], [3], [4]])))
      const run = missing(needy, bare).pipe(Effect.provideService(Embedder, { embedding }))
      assert.deepStrictEqual((yield* run).columns, ["cluster"])
      assert.strictEqual(calls, 0)
    }))
})

describe("combinations", () => {
  it.effect("a mix needs the columns of every part", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* missing(Strategy.mix([1, content], [1, needy]), pool)).columns, ["cluster"])
    }))

  it.effect("a switch needs those of the branch that it takes, and no others", () =>
    Effect.gen(function*() {
      const never = Condition.labeledBelow(0)
      assert.strictEqual((yield* Strategy.runAny(Strategy.switchWhen(never, needy, content), bare)).positions.length, 2)
      assert.deepStrictEqual((yield* missing(Strategy.switchWhen(never, content, needy), pool)).columns, ["cluster"])
    }))

  it.effect("orElse needs those of one of the two, and falls to the second when the first lacks one", () =>
    Effect.gen(function*() {
      const { positions, trace } = yield* Strategy.runAny(Strategy.orElse(needy, content), pool)
      assert.deepStrictEqual([...positions], [0, 1])
      assert.strictEqual(trace[0]!.status, "failed")
      assert.match(String(trace[0]!.notes["problem"]), /needs the column "cluster"/)
      assert.deepStrictEqual((yield* missing(Strategy.orElse(needy, needy), pool)).columns, ["cluster"])
      assert.strictEqual((yield* Strategy.runAny(Strategy.orElse(content, needy), pool)).positions.length, 2)
    }))

  it.effect("a subsample needs those of its strategy", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* missing(Strategy.subsample(3, needy), pool)).columns, ["cluster"])
    }))
})

it.effect("several missing columns of one part are all named", () =>
  Effect.gen(function*() {
    const select = Select.make({ spec: Spec.make("both"), needs: ["feature", "prototype"], pick: first().pick })
    const { message } = yield* missing(Strategy.make(select), bare)
    assert.strictEqual(
      message,
      "both needs the columns feature, prototype; give it with the query (`feature`), " +
        "or provide a Classifier; put max-separation before it, or give the column"
    )
  }))
