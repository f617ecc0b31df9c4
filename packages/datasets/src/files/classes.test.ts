import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
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
      assert.include(Message.toCode(classes.notes[0]!), "2 of 3 classes")
    }))

  it.effect("knows only the number without labels", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* resolveClasses(facts({}))).count, undefined)
      assert.strictEqual((yield* resolveClasses(facts({ probability: { count: 4, names: undefined } }))).count, 4)
    }))

  it.effect("refuses what does not fit", () =>
    Effect.gen(function*() {
      const probability = { count: 2, names: undefined }
      assert.include(yield* problem({ given: "a,b,c", probability }), "`classes` has 3 names and probability has 2")
      assert.include(yield* problem({ labels: ["a", "b", "c"], probability }), "name 3 classes (a, b, c)")
      assert.include(yield* problem({ given: "a,b", labels: ["c"] }), "the label \"c\" is not among the `classes`")
      assert.include(yield* problem({ given: "a,,b" }), "empty name")
      assert.include(yield* problem({ given: "a,b,a" }), "names \"a\" twice")
    }))

  it.effect("takes the classes that files state, for labels of some of them too, and refuses another order", () =>
    Effect.gen(function*() {
      const stated = [{ what: "classes of p.json", names: ["c", "a", "b"] }]
      const probability = { count: 3, names: undefined }
      const known = yield* resolveClasses(facts({ labels: ["a"], probability, stated }))
      assert.deepStrictEqual([known.names, known.labels], [["c", "a", "b"], [1]])
      assert.deepStrictEqual((yield* resolveClasses(facts({ stated }))).names, ["c", "a", "b"])
      const both = "(a, b, c) and classes of p.json (c, a, b) are not the same classes in the same order"
      assert.include(yield* problem({ given: "a,b,c", stated, probability }), `\`classes\` ${both}`)
      const other = { what: "classes of q.json", names: ["a", "b", "c"] }
      assert.include(yield* problem({ stated: [other, ...stated] }), `classes of q.json ${both}`)
      assert.include(yield* problem({ labels: ["d"], stated }), "the label \"d\" is not among the classes of p.json")
    }))

  it.effect("refuses headings that name the classes in another order, or only some of them", () =>
    Effect.gen(function*() {
      const named = (...names: ReadonlyArray<string>) => ({ count: names.length, names })
      const headings = "the headings of probability"
      assert.include(
        yield* problem({ given: "a,b,c", probability: named("b", "a", "c") }),
        `\`classes\` (a, b, c) and ${headings} (b, a, c) are not the same classes`
      )
      assert.include(
        yield* problem({ labels: ["cat", "dog", "fax"], probability: named("dog", "cat", "fox") }),
        `${headings} (dog, cat, fox) name some of the classes that the labels name, and not "fax"`
      )
      const free = yield* resolveClasses(facts({ given: "a,b", probability: named("p_a", "p_b") }))
      assert.deepStrictEqual(free.names, ["a", "b"])
      const counting = yield* resolveClasses(facts({ given: "1,2,3", probability: named("0", "1", "2") }))
      assert.deepStrictEqual(counting.names, ["1", "2", "3"])
    }))
})
