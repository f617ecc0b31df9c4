import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import type { Needed } from "./similarity.ts"
import { nearest } from "./similarity.ts"

const view = (projection: Matrix.Matrix, prototype: Matrix.Matrix64) =>
  frameOf({ projection, prototype }) as Frame.Frame<Needed>

/** The same prototypes as an ordinary matrix. */
const dense = ({ cols, data, rows }: Matrix.Matrix64): Matrix.Matrix64 => ({
  data: Float64Array.from(data),
  rows,
  cols
})

const pool = fc.integer({ min: 3, max: 8 }).chain((classes) =>
  fc.array(
    fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -3, max: 3, noNaN: true })), {
      minLength: classes - 1,
      maxLength: classes - 1
    }),
    { minLength: 1, maxLength: 10 }
  ).map((all) => ({ classes, projection: Matrix.fromRows(all) }))
)

describe("similarity", () => {
  test.prop([pool])(
    "the one-pass form agrees with the matrix form; cosines lie in [1/(C − 1), 1], and 0 is for zero vectors",
    ({ classes, projection }) =>
      Effect.runPromise(Effect.gen(function*() {
        const simplex = Simplex.make(classes)
        const a = yield* nearest("test", view(projection, simplex))
        const b = yield* nearest("test", view(projection, dense(simplex)))
        a.similarity.forEach((alpha, i) => {
          assert.closeTo(alpha, b.similarity[i]!, 1e-12)
          const zero = Matrix.row(projection, i).every((x) => x === 0)
          if (zero) assert.strictEqual(alpha, 0)
          else assert.isTrue(alpha >= 1 / (classes - 1) - 1e-9 && alpha <= 1 + 1e-9)
        })
      }))
  )

  test.prop([pool, fc.constantFrom(0.1, 2, 30)])(
    "neither the radius nor the projection's length matters",
    (p, scale) =>
      Effect.runPromise(Effect.gen(function*() {
        const { similarity } = yield* nearest("test", view(p.projection, Simplex.make(p.classes)))
        const radius = yield* nearest("test", view(p.projection, Simplex.make(p.classes, scale)))
        assert.deepStrictEqual(radius.similarity, similarity)
        const longer = { ...p.projection, data: p.projection.data.map((x) => x * 4) }
        const length = yield* nearest("test", view(longer, Simplex.make(p.classes)))
        similarity.forEach((alpha, i) => assert.closeTo(length.similarity[i]!, alpha, 1e-12))
      }))
  )

  it.effect("at a prototype it is 1, at its opposite 1/(C − 1), and the class is the prototype's", () =>
    Effect.gen(function*() {
      const simplex = Simplex.make(5)
      const corners = Array.from({ length: 5 }, (_, c) => [...Matrix.row64(simplex, c)])
      const projection = rows(...corners, ...corners.map((row) => row.map((x) => -x)))
      const { classOf, similarity } = yield* nearest("test", view(projection, simplex))
      assert.deepStrictEqual([0, 1, 2, 3, 4].map(classOf), [0, 1, 2, 3, 4])
      similarity.forEach((alpha, i) => assert.closeTo(alpha, i < 5 ? 1 : 0.25, 1e-6))
    }))

  it.effect("takes prototypes of any length and width; a zero one is like nothing", () =>
    Effect.gen(function*() {
      const prototype = Matrix.fromRows64([[0, 0], [0, 9], [-0.1, 0]])
      const { classOf, similarity } = yield* nearest("test", view(rows([3, 4], [-2, 0], [1, -1]), prototype))
      assert.deepStrictEqual([0, 1, 2].map(classOf), [1, 2, 0])
      similarity.forEach((alpha, i) => assert.closeTo(alpha, [0.8, 1, 0][i]!, 1e-12))
    }))

  it.effect("refuses another width, and two classes", () =>
    Effect.gen(function*() {
      const wide = yield* Effect.flip(nearest("msal", view(rows([1, 2, 3]), Simplex.make(3))))
      assert.include(wide.message, "msal: projection has 3 columns, and the prototypes of 3 classes have 2")
      assert.include(wide.message, "`classes`), which is 4")
      assert.deepInclude(wide, { reason: "Column", column: "projection", value: 3, expected: 2 })
      const two = yield* Effect.flip(nearest("msal", view(rows([1]), Simplex.make(2))))
      assert.include(two.message, "all cosines are 1")
      assert.deepInclude(two, { reason: "Classes", value: 2, expected: "3 classes or more" })
    }))

  it.effect("10,000 classes: the nearest prototype without the matrix", () =>
    Effect.gen(function*() {
      const simplex = Simplex.make(10_000)
      const data = new Float32Array(2 * 9999)
      data[3] = 2
      data.set(simplex.below.map((x) => -x), 9999)
      const before = process.memoryUsage().arrayBuffers
      const { classOf, similarity } = yield* nearest("test", view(Matrix.make(data, 2, 9999), simplex))
      assert.isBelow(process.memoryUsage().arrayBuffers - before, 2 ** 22)
      assert.strictEqual(classOf(0), 3)
      assert.closeTo(similarity[0]!, simplex.diagonal[3]!, 1e-12)
      assert.isAtLeast(similarity[1]!, 1 / 9999 - 1e-9)
    }))
})
