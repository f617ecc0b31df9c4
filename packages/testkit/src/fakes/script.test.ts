import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fake from "../Fake.ts"

describe("script", () => {
  it.effect("answers in turn, and not once more", () =>
    Effect.gen(function*() {
      const { ask, questions } = Fake.script<string, number>([1, 2])
      assert.deepStrictEqual([yield* ask("a"), yield* ask("b")], [1, 2])
      assert.match((yield* Effect.flip(ask("c"))).message, /2 answers, and this is question 3/)
      assert.deepStrictEqual(questions, ["a", "b", "c"])
    }))
})

describe("labels", () => {
  it.effect("are given by id", () =>
    Effect.gen(function*() {
      const { ask, questions } = Fake.labels({ a: "cat", b: "dog" })
      assert.deepStrictEqual(yield* ask(["b", "a"]), ["dog", "cat"])
      assert.match((yield* Effect.flip(ask(["a", "toString"]))).message, /no label for "toString"/)
      assert.strictEqual(questions.length, 2)
    }))
})
