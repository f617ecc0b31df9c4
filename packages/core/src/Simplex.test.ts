import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Matrix from "./Matrix.ts"
import * as Simplex from "./Simplex.ts"

const classes = fc.integer({ min: 2, max: 40 })

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0)

/** The paper's recursion, as it stands: P_k from P_{k−1}, prototypes as columns. */
const recursive = (k: number): ReadonlyArray<ReadonlyArray<number>> => {
  if (k === 1) return [[1, -1]]
  const scale = Math.sqrt(1 - 1 / k ** 2)
  const first = [1, ...Array.from({ length: k }, () => -1 / k)]
  return [first, ...recursive(k - 1).map((row) => [0, ...row.map((x) => scale * x)])]
}

/** The largest departure from the laws of a unit simplex, over all pairs of rows (or those with every `step`-th). */
const departure = (self: Matrix.Matrix64, step = 1): number => {
  const rows = Array.from({ length: self.rows }, (_, c) => Matrix.row64(self, c))
  let worst = 0
  rows.forEach((a, i) => {
    rows.forEach((b, j) => {
      if (j % step > 0 && i !== j) return
      worst = Math.max(worst, Math.abs(dot(a, b) - (i === j ? 1 : -1 / (self.rows - 1))))
    })
  })
  for (let i = 0; i < self.cols; i++) worst = Math.max(worst, Math.abs(rows.reduce((sum, row) => sum + row[i]!, 0)))
  return worst
}

/** The largest difference from what is expected at each place: one claim, since a claim costs more than what it is about. */
const apart = (found: Float64Array, expected: (at: number) => number): number =>
  found.reduce((worst, x, at) => Math.max(worst, Math.abs(x - expected(at))), 0)

describe("simplex", () => {
  it("two classes are 1 and −1; three are the corners of a triangle", () => {
    assert.deepStrictEqual([...Simplex.make(2).data], [1, -1])
    const height = Math.sqrt(3) / 2
    const triangle = [1, 0, -0.5, height, -0.5, -height]
    Simplex.make(3).data.forEach((x, i) => assert.closeTo(x, triangle[i]!, 1e-15))
  })

  test.prop([classes])("unit norm, cosines −1/(C − 1), sum zero", (c) => {
    assert.isBelow(departure(Simplex.make(c)), 1e-13)
  })

  it("and at 1,000 classes to 1e-12", () => assert.isBelow(departure(Simplex.make(1000), 37), 1e-12))

  test.prop([classes])("is the paper's recursion", (c) => {
    const { cols, data } = Simplex.make(c)
    const columns = recursive(c - 1)
    assert.isBelow(apart(data, (at) => columns[at % cols]![Math.floor(at / cols)]!), 1e-13)
  })

  test.prop([classes])("has rank C − 1: the prototypes' outer products sum to C/(C − 1) times the identity", (c) => {
    const { cols, data } = Simplex.make(c)
    const sums = new Float64Array(cols * cols)
    for (let r = 0; r < c; r++) {
      for (let i = 0; i < cols; i++) {
        for (let j = 0; j < cols; j++) sums[i * cols + j]! += data[r * cols + i]! * data[r * cols + j]!
      }
    }
    assert.isBelow(apart(sums, (at) => at % (cols + 1) === 0 ? c / (c - 1) : 0), 1e-12)
  })

  test.prop([classes, fc.double({ min: 0.01, max: 100, noNaN: true })])(
    "the radius scales every entry",
    (c, radius) => {
      const unit = Simplex.make(c).data
      assert.isBelow(apart(Simplex.make(c, radius).data, (at) => radius * unit[at]!), 1e-12)
    }
  )

  test.prop([classes, fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 39, maxLength: 39 })])(
    "all dot products in one pass are the matrix product, and the largest logit's prototype is the nearest",
    (c, numbers) => {
      const simplex = Simplex.make(c)
      const x = Float64Array.from(numbers.slice(0, c - 1))
      const logits = Simplex.dots(simplex, x, 0, new Float64Array(c))
      const distance = (r: number) => Math.hypot(...x.map((value, i) => value - Matrix.row64(simplex, r)[i]!))
      logits.forEach((value, r) => assert.closeTo(value, dot(x, Matrix.row64(simplex, r)), 1e-12))
      const best = logits.indexOf(Math.max(...logits))
      for (let r = 0; r < c; r++) assert.isAtMost(distance(best), distance(r) + 1e-7)
    }
  )

  it("10,000 classes take O(C) memory as long as nobody reads the matrix", () => {
    const before = process.memoryUsage().arrayBuffers
    const simplex = Simplex.make(10_000)
    const row = Float64Array.from({ length: 9999 }, (_, i) => i < 7777 ? simplex.below[i]! : 0)
    row[7777] = simplex.diagonal[7777]!
    const cosines = Simplex.dots(simplex, row, 0, new Float64Array(10_000))
    assert.isBelow(process.memoryUsage().arrayBuffers - before, 2 ** 20)
    cosines.forEach((x, c) => assert.closeTo(x, c === 7777 ? 1 : -1 / 9999, 1e-12))
  })

  it("refuses one class, and a radius of zero", () => {
    assert.throws(() => Simplex.make(1), /at least 2 classes, not 1/)
    assert.throws(() => Simplex.make(3, 0), /radius is 0/)
  })
})
