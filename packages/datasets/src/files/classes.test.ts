import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type ClassFacts, resolveClasses } from "./classes.ts"

const facts = (more: Partial<ClassFacts>): ClassFacts => ({
  given: undefined,
  labels: [],
  probability: undefined,
  ...more
})

const problem = (more: Partial<ClassFacts>) =>
  Effect.map(Effect.flip(resolveClasses(facts(more))), (error) => error.message)

describe("resolveClasses", () => {
  it.effect("takes --classes in their order", () =>
    Effect.gen(function*() {
      const classes = yield* resolveClasses(facts({ given: "dog, cat", labels: ["cat", "dog"] }))
      assert.deepStrictEqual([classes.names, classes.count, classes.labels], [["dog", "cat"], 2, [1, 0]])
    }))

  it.effect("takes the headings of probability when they name every label, else the sorted labels", () =>
    Effect.gen(function*() {
      const named = { count: 3, names: ["c", "a", "b"] }
      const byName = yield* resolveClasses(facts({ labels: ["a", "c"], probability: named }))
      assert.deepStrictEqual([byName.names, byName.labels], [["c", "a", "b"], [1, 0]])
      const sorted = yield* resolveClasses(
        facts({ labels: ["z", "x", "y"], probability: { count: 3, names: ["p[0]", "p[1]", "p[2]"] } })
      )
      assert.deepStrictEqual([sorted.names, sorted.labels], [["x", "y", "z"], [2, 0, 1]])
      assert.include(sorted.notes[0]!, "x, y, z; the columns of probability must be in this order")
    }))

  it.effect("does not guess which column is which when the labels name too few classes", () =>
    Effect.gen(function*() {
      const probability = { count: 3, names: undefined }
      const classes = yield* resolveClasses(facts({ labels: ["a", "b"], probability }))
      assert.deepStrictEqual([classes.names, classes.count, classes.labels], [undefined, 3, [-1, -1]])
      assert.include(classes.notes[0]!, "2 of 3 classes")
    }))

  it.effect("knows only the number without labels", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* resolveClasses(facts({}))).count, undefined)
      assert.strictEqual((yield* resolveClasses(facts({ probability: { count: 4, names: undefined } }))).count, 4)
    }))

  it.effect("refuses what does not fit", () =>
    Effect.gen(function*() {
      const probability = { count: 2, names: undefined }
      assert.include(yield* problem({ given: "a,b,c", probability }), "--classes has 3 names and probability has 2")
      assert.include(yield* problem({ labels: ["a", "b", "c"], probability }), "name 3 classes (a, b, c)")
      assert.include(yield* problem({ given: "a,b", labels: ["c"] }), "the label \"c\" is not among the --classes")
      assert.include(yield* problem({ given: "a,,b" }), "empty name")
      assert.include(yield* problem({ given: "a,b,a" }), "names \"a\" twice")
    }))
})
