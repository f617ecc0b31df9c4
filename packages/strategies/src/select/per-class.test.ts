import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf } from "../../test/model-based.ts"
import { margin } from "../uncertainty/margin.ts"
import { perClass, type PerClassOptions, places } from "./per-class.ts"

const of = (...numbers: ReadonlyArray<number>) => Uint32Array.from(numbers)

/** Three classes; each item says one with 0.6 + a hundredth of its position, so that later ones are surer. */
const saying = (...classes: ReadonlyArray<number>): Matrix.Matrix =>
  Matrix.fromRows(classes.map((k, i) => [0, 1, 2].map((c) => c === k ? 0.6 + i / 100 : (0.4 - i / 100) / 2)))

const pick = (probability: Matrix.Matrix, more: Partial<Frame.Base>, options: PerClassOptions = {}) =>
  Effect.map(
    perClass(margin(), options).pick(frameOf({ probability }, more)),
    ({ positions }) => [...positions]
  )

describe("per-class", () => {
  it.effect("gives classes with few labels more places, and takes the highest scores of each", () =>
    Effect.gen(function*() {
      const probability = saying(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 0, 0)
      // Labels: three of class 0, one of class 1, none of class 2: weights ¼, ½, 1 (by 7: 1, 2 and 4 places).
      const labeled = {
        labeled: of(9, 10, 11, 12),
        labels: Int32Array.of(0, 0, 0, 1),
        candidates: of(0, 1, 2, 3, 4, 5, 6, 7, 8)
      }
      assert.deepStrictEqual(yield* pick(probability, { ...labeled, budget: 3 }), [2, 1, 5])
      assert.deepStrictEqual(yield* pick(probability, { ...labeled, budget: 6 }), [2, 1, 5, 0, 8, 4])
      // Class 2 has run out: its places go to the others.
      assert.deepStrictEqual(yield* pick(probability, { ...labeled, budget: 9 }), [2, 1, 5, 0, 8, 4, 7, 3, 6])
      assert.deepStrictEqual(yield* pick(probability, { ...labeled, budget: 3 }, { quotas: "equal" }), [2, 1, 0])
    }))

  it.effect("does not count labels of no known class, and counts what was picked before", () =>
    Effect.gen(function*() {
      const probability = saying(0, 1, 0, 1)
      const unknown = { labeled: of(3), labels: Int32Array.of(-1), candidates: of(0, 1, 2) }
      assert.deepStrictEqual(yield* pick(probability, { ...unknown, budget: 2 }), [0, 1])
      assert.deepStrictEqual(yield* pick(probability, { picked: of(0), candidates: of(1, 2, 3), budget: 1 }), [1])
      assert.deepStrictEqual(yield* pick(probability, { picked: of(1), candidates: of(0, 2, 3), budget: 1 }), [0])
    }))

  const counts = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 1,
    maxLength: 6
  })

  test.prop([counts, fc.integer({ min: 0, max: 40 })])(
    "places are in proportion to the weights wherever there is room, ties go to fewer labels, and a smaller budget's begin a larger one's",
    (classes, budget) => {
      const labels = Float64Array.from(classes, ([n]) => n), room = classes.map(([, m]) => m)
      const inverse = labels.map((n) => 1 + n), given = new Float64Array(classes.length)
      const shares = { inverse, labels, given, room }
      const order = places(shares, budget), got = room.map((_, c) => order.filter((x) => x === c).length)
      assert.strictEqual(order.length, Math.min(budget, room.reduce((a, b) => a + b, 0)))
      got.forEach((n, c) => assert.isAtMost(n, room[c]!))
      assert.deepStrictEqual(places(shares, budget >> 1), order.slice(0, budget >> 1))
      // Webster: no place would rather have gone to another class that still has room.
      for (const [a, n] of got.entries()) {
        for (const [b, m] of got.entries()) {
          if (n > 0 && m < room[b]!) assert.isAtMost(inverse[a]! * (2 * n - 1), inverse[b]! * (2 * m + 1))
        }
      }
      const had = classes.map(() => 0)
      for (const c of order) {
        const claims = inverse.map((one, k) => one * (2 * had[k]! + 1))
        const equal = classes.flatMap((_, k) => had[k]! < room[k]! && claims[k] === claims[c] ? [k] : [])
        assert.strictEqual(c, equal.toSorted((a, b) => labels[a]! - labels[b]! || a - b)[0])
        had[c]! += 1
      }
    }
  )
})
