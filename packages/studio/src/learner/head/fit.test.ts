import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { fitHead, type Head, type Lesson, type Scaling, scalingOf, softmax } from "./fit.ts"
import { classifierOf, probabilityOf } from "./predict.ts"

const random = (rows: number, cols: number, seed: number): Matrix => {
  const draw = Rng.reader(Rng.fromSeed(seed))
  return { data: Float32Array.from({ length: rows * cols }, () => 4 * draw() - 1), rows, cols }
}

const lessonOf = (rows: number, classes: number): Lesson => ({
  at: Uint32Array.from({ length: rows }, (_, i) => i),
  labels: Int32Array.from({ length: rows }, (_, i) => (i * 7 + (i >> 2)) % classes),
  classes
})

/** ½ Σ (weight · deviation)² + ½ Σ (bias at the mean)²: what a head is held small by. */
const decayOf = ({ bias, weights }: Head, { deviation, mean }: Scaling): number => {
  const d = mean.length
  const middle = Array.from(bias, (b, k) => mean.reduce((sum, x, j) => sum + weights[k * d + j]! * x, b))
  return weights.reduce((sum, w, i) => sum + (w * deviation[i % d]!) ** 2 / 2, 0) +
    middle.reduce((sum, b) => sum + b ** 2 / 2, 0)
}

/** Σ −log p and the decay, from the head as it predicts: written out, with nothing of what was optimized. */
const lossOf = (head: Head, { cols, data }: Matrix, { at, labels }: Lesson, scaling: Scaling): number => {
  const { bias, classes, prototypes, weights } = head
  let loss = 0
  at.forEach((row, i) => {
    const z = Array.from(bias, (b, k) => {
      let sum = b
      for (let j = 0; j < cols; j++) sum += weights[k * cols + j]! * data[row * cols + j]!
      return sum
    })
    const logits = prototypes === undefined
      ? z
      : Array.from(
        { length: classes },
        (_, c) => z.reduce((sum, x, k) => sum + x * prototypes.data[c * (classes - 1) + k]!, 0)
      )
    const p = Float64Array.from(logits)
    softmax(p)
    loss -= Math.log(p[labels[i]!]!)
  })
  return loss + decayOf(head, scaling)
}

describe.each([[false, 3], [true, 3], [false, 2], [true, 2]])(
  "a head (separated: %s) of %d classes",
  (separated, classes) => {
    it.effect("is the best there is, and the same every time", () =>
      Effect.gen(function*() {
        const matrix = random(24, 4, 1), lesson = lessonOf(20, classes)
        for (const by of ["whole", "columns"] as const) {
          const scaling = scalingOf(matrix, by)
          const head = yield* fitHead(matrix, lesson, scaling, { separated })
          const least = lossOf(head, matrix, lesson, scaling)
          for (let i = 0; i < head.weights.length + head.bias.length; i++) {
            for (const step of [1e-3, -1e-3]) {
              const weights = head.weights.slice(), bias = head.bias.slice()
              if (i < weights.length) weights[i]! += step
              else bias[i - weights.length]! += step
              assert.isAtLeast(lossOf({ ...head, weights, bias }, matrix, lesson, scaling), least - 1e-9)
            }
          }
          assert.deepStrictEqual(yield* fitHead(matrix, lesson, scaling, { separated }), head)
        }
      }))
  }
)

describe("scaling", () => {
  it("is by one number, or a number a column, and leaves constant columns alone", () => {
    const matrix = { data: Float32Array.of(0, 5, 2, 5, 4, 5, 6, 5), rows: 4, cols: 2 }
    assert.deepStrictEqual([...scalingOf(matrix, "columns").deviation], [Math.sqrt(5), 1])
    assert.deepStrictEqual([...scalingOf(matrix, "columns").mean], [3, 5])
    assert.deepStrictEqual([...scalingOf(matrix, "whole").deviation], [Math.sqrt(2.5), Math.sqrt(2.5)])
  })

  // A tenth, added up a thousandth at a time, is no tenth: the column would be divided by the rounding, and another item's
  // number would come out sixteen powers of ten too large.
  test.prop([
    fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) }),
    fc.integer({ min: 1, max: 2000 })
  ])(
    "leaves a column of any equal numbers alone",
    (x, rows) => {
      const { deviation, mean } = scalingOf({ data: new Float32Array(rows).fill(x), rows, cols: 1 }, "columns")
      assert.deepStrictEqual([deviation[0], mean[0]! + 0], [1, Math.fround(x) + 0])
    }
  )
})

describe("what a head says of the pool", () => {
  it.effect("are probabilities of all rows, the same as one computes by hand", () =>
    Effect.gen(function*() {
      const matrix = random(24, 4, 2), lesson = lessonOf(20, 3), scaling = scalingOf(matrix, "whole")
      for (const separated of [false, true]) {
        const head = yield* fitHead(matrix, lesson, scaling, { separated })
        const probability = yield* probabilityOf(matrix, head)
        assert.deepStrictEqual([probability.rows, probability.cols], [24, 3])
        let loss = 0
        lesson.at.forEach((row, i) => loss -= Math.log(probability.data[3 * row + lesson.labels[i]!]!))
        assert.closeTo(loss + decayOf(head, scaling), lossOf(head, matrix, lesson, scaling), 1e-4)
        const service = classifierOf(matrix, head, probability, 7)
        const passes = yield* service.passes
        assert.strictEqual(passes.length, 25)
        assert.notDeepEqual(passes[0]!.data, passes[1]!.data)
        for (const { data } of passes) {
          for (let row = 0; row < 24; row++) {
            assert.closeTo(data.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b, 0), 1, 1e-5)
          }
        }
        assert.deepStrictEqual((yield* classifierOf(matrix, head, probability, 7).passes)[24], passes[24])
        const { left, right } = yield* service.gradient
        assert.strictEqual(right, matrix)
        for (let row = 0; row < 24; row++) {
          const residue = [...left.data.subarray(3 * row, 3 * row + 3)]
          assert.closeTo(residue.reduce((a, b) => a + b, 0), 0, 1e-5)
          assert.strictEqual(residue.filter((x) => x < 0).length, 1)
        }
        const projection = yield* Effect.result(service.projection)
        assert.strictEqual(projection._tag, separated ? "Success" : "Failure")
      }
    }))
})
