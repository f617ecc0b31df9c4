import { assert, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { dealt, outOfFold } from "./cross-validate.ts"
import { scalingOf } from "./head/fit.ts"

const draw = Rng.reader(Rng.fromSeed(3))
const matrix = { data: Float32Array.from({ length: 60 }, (_, i) => (i >> 1) % 3 + draw()), rows: 30, cols: 2 }
const at = Uint32Array.from({ length: 30 }, (_, i) => i), labels = Int32Array.from(at, (i) => i % 3)
const scaling = scalingOf(matrix, "whole")
const found = (given: Int32Array, classes = 3) => outOfFold(matrix, { at, labels: given, classes }, scaling, 1)

it.effect("what is said of an item does not depend on its own label, and does on those of the others", () =>
  Effect.gen(function*() {
    const before = yield* found(labels)
    for (let row = 0; row < 30; row++) {
      assert.closeTo(before.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b, 0), 1, 1e-5)
    }
    // The folds are dealt by class: exchanging two labels of one fold leaves them as they are.
    const fold = dealt(labels, 5, 1)
    const a = 0, b = at.findIndex((_, i) => fold[i] === fold[a] && labels[i] !== labels[a])
    const swapped = labels.slice()
    swapped[a] = labels[b]!
    swapped[b] = labels[a]!
    const again = dealt(swapped, 5, 1)
    if (again.join() === fold.join()) {
      const after = yield* found(swapped)
      assert.deepStrictEqual(after.subarray(3 * a, 3 * a + 3), before.subarray(3 * a, 3 * a + 3))
      assert.notDeepEqual(after, before)
    }
    assert.deepStrictEqual(yield* found(labels), before)
  }))

it("folds have their share of every class, and the same every time", () => {
  const many = Int32Array.from({ length: 103 }, (_, i) => i % 10 === 0 ? 1 : 0), fold = dealt(many, 5, 7)
  for (let f = 0; f < 5; f++) {
    const members = [...many.keys()].filter((i) => fold[i] === f)
    assert.include([20, 21], members.length)
    assert.include([2, 3], members.filter((i) => many[i] === 1).length)
  }
  assert.deepStrictEqual(dealt(many, 5, 7), fold)
  assert.notDeepEqual(dealt(many, 5, 8), fold)
})

it.effect("a class of one label, and labels of one class, are no trouble", () =>
  Effect.gen(function*() {
    const lonely = labels.map((label, i) => i === 4 ? 3 : label)
    const row = (yield* found(lonely, 4)).subarray(16, 20)
    assert.strictEqual(row[3], 0)
    assert.closeTo(row.reduce((a, b) => a + b, 0), 1, 1e-5)
    const one = yield* outOfFold(matrix, { at: at.slice(0, 2), labels: Int32Array.of(0, 1), classes: 2 }, scaling, 1)
    assert.deepStrictEqual([...one], [0, 1, 1, 0])
  }))
