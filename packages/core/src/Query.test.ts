import { describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { input } from "../test/queries.ts"
import { probability, refusals } from "../test/refusals.ts"
import { refused as refusedBy } from "../test/refused.ts"
import type { InvalidQuery } from "./Errors.ts"
import { fromRows } from "./Matrix.ts"
import * as Query from "./Query.ts"

const embedding = fromRows([[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]])
const good = { embedding, budget: 2, seed: 0 }

const refused = (given: object): InvalidQuery => refusedBy(() => Query.makeUnsafe({ ...good, ...given }))

describe("make", () => {
  it("orders what is known by position, and fills in what is left out", () => {
    const query = Query.makeUnsafe({ ...good, labeled: [3, 0], labels: [1, 2] })
    assert.deepStrictEqual([...query.labeled], [0, 3])
    assert.deepStrictEqual([...query.labels], [2, 1])
    assert.deepStrictEqual([...query.candidates], [1, 2, 4])
    assert.deepStrictEqual([query.size, query.classes, query.round, query.clamp], [5, 3, 0, false])
    assert.deepStrictEqual(Object.keys(query.columns), ["embedding"])
  })

  it("never chooses among what is labeled, and takes candidates in any order", () => {
    const query = Query.makeUnsafe({ ...good, labeled: Uint32Array.of(1), candidates: [4, 1, 0] })
    assert.deepStrictEqual([...query.candidates], [0, 4])
    assert.deepStrictEqual([...query.labels], [-1])
  })

  it("finds the pool's size from the first column, the ids or the size", () => {
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, probability }).size, 5)
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, passes: [probability] }).size, 5)
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, cluster: { assignment: new Int32Array(7) } }).size, 7)
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, ids: ["a", "b"] }).size, 2)
    assert.strictEqual(Query.makeUnsafe({ budget: 1, seed: 0, size: 9 }).size, 9)
  })

  it("learns the number of classes from the columns, else from the labels", () => {
    const labels = { labeled: [0, 1], labels: [0, 1] }
    assert.strictEqual(Query.makeUnsafe({ ...good, ...labels }).classes, 2)
    assert.strictEqual(Query.makeUnsafe({ ...good, ...labels, probability }).classes, 3)
    assert.strictEqual(Query.makeUnsafe({ ...good, ...labels, classes: 10 }).classes, 10)
    assert.isUndefined(Query.makeUnsafe({ ...good, labeled: [0], labels: [-1] }).classes)
  })

  it("takes what was declined, by a label of −1 or by name, for no label, and does not ask again", () => {
    const all = [
      { labeled: [3, 0, 1], labels: [1, -1, 0], declined: [4] },
      { labeled: [1, 3], labels: [0, 1], declined: [4, 0] }
    ]
    for (const input of all) {
      const query = Query.makeUnsafe({ ...good, ...input, budget: 1 })
      assert.deepStrictEqual([[...query.labeled], [...query.labels]], [[1, 3], [0, 1]])
      assert.deepStrictEqual([[...query.declined], [...query.candidates]], [[0, 4], [2]])
      assert.strictEqual(query.classes, 2)
    }
    const none = Query.makeUnsafe({ ...good, labeled: [1, 3] })
    assert.deepStrictEqual([[...none.labeled], [...none.labels], [...none.declined]], [[1, 3], [-1, -1], []])
    const twice = { ...good, labeled: [1], declined: [1] }
    assert.throws(() => Query.makeUnsafe(twice), "position 1 is in labeled and in declined; an item is one of them")
  })

  it("clamps the budget only when asked to", () => {
    const query = Query.makeUnsafe({ ...good, labeled: [0], budget: 9, clamp: true })
    assert.deepStrictEqual([query.budget, query.clamp], [4, true])
    assert.strictEqual(Query.makeUnsafe({ ...good, budget: 3, clamp: true }).budget, 3)
  })

  test.prop([input])("writes to nothing that it is given, and hands the columns on as they are", (given) => {
    const before = structuredClone(given)
    const query = Query.makeUnsafe(given)
    assert.deepStrictEqual(given, before)
    assert.strictEqual(query.columns.embedding, given.embedding)
  })

  test.prop([input, fc.integer()])(
    "the order in which labeled items and candidates are named does not matter",
    (given, seed) => {
      const all = Array.from({ length: given.embedding.rows }, (_, i) => i)
      const shuffled = (list: ReadonlyArray<number>) =>
        list.toSorted((a, b) => ((a * 7 + seed) % 11) - ((b * 7 + seed) % 11))
      const labeled = shuffled(given.labeled)
      const labels = labeled.map((position) => given.labels[given.labeled.indexOf(position)]!)
      const turned = Query.makeUnsafe({ ...given, labeled, labels, candidates: shuffled(all) })
      assert.deepStrictEqual(turned, Query.makeUnsafe(given))
    }
  )
})

describe("a bad question is refused, with its values and what to do", () => {
  it.each(refusals)("%s", (_, given, reason, message) => {
    const error = refused(given)
    assert.strictEqual(error.message, message)
    assert.strictEqual(error.reason._tag, reason)
  })

  it.effect("as a failure, not a defect, in Effect", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Query.make({ ...good, budget: 0 }))
      assert.strictEqual(error._tag, "InvalidQuery")
      assert.strictEqual((yield* Query.make(good)).budget, 2)
    }))
})

describe("positionsOf", () => {
  const ids = ["cat", "dog", "Dog", "eel"]

  it.effect("finds each id's position, in the order asked", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...yield* Query.positionsOf(ids, ["eel", "cat", "Dog"])], [3, 0, 2])
    }))

  it.effect("refuses what is not in the pool, compared exactly", () =>
    Effect.gen(function*() {
      const one = yield* Effect.flip(Query.positionsOf(ids, ["cat", "Cat"]))
      assert.strictEqual(one.message, `the id "Cat" is not in the pool; ids are strings and compared exactly`)
      const many = yield* Effect.flip(Query.positionsOf(ids, ["a", "cat", "b", "c", "d"]))
      assert.strictEqual(
        many.message,
        `4 ids are not in the pool, first "a", "b", "c"; ids are strings and compared exactly`
      )
      assert.strictEqual(many.reason._tag, "UnknownId")
    }))

  it.effect("refuses an id that is named twice", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Query.positionsOf(ids, ["cat", "dog", "cat"]))
      assert.strictEqual(error.message, `the id "cat" stands twice in the list, at 0 and 2; ids must be distinct`)
      assert.deepStrictEqual<unknown>(error.reason, { _tag: "DuplicateId", id: "cat", first: 0, again: 2 })
    }))
})

describe("withColumns", () => {
  const query = Query.makeUnsafe({ ...good, labeled: [0], labels: [0] })

  it("holds the old and the new columns, and what they say of the classes", () => {
    const more = Query.withColumns(query, { probability })
    assert.deepStrictEqual([...Query.given(more)], ["embedding", "probability"])
    assert.strictEqual(more.classes, 3)
    assert.deepStrictEqual([...Query.given(query)], ["embedding"])
  })

  it("checks the new columns as make does", () => {
    assert.throws(
      () => Query.withColumns(query, { feature: fromRows([[1]]) }),
      "feature has 1 rows and the pool has 5 items"
    )
  })
})

it("an item without an id is called by its position", () => {
  assert.strictEqual(Query.idOf(Query.makeUnsafe(good), 3), "3")
  assert.strictEqual(Query.idOf(Query.makeUnsafe({ ...good, ids: ["a", "b", "c", "d", "e"] }), 3), "d")
})
