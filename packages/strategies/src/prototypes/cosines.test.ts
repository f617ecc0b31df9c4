import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { rows } from "../../test/model-based.ts"
import { cosineOf, eachCosines, every, type Sides } from "./cosines.ts"

const collected = (sides: Sides, positions: Uint32Array, classes: Uint32Array) => {
  const found: Array<ReadonlyArray<number>> = []
  return Effect.as(
    eachCosines(
      sides,
      positions,
      classes,
      (i, dots, norm) => void (found[i] = Array.from(dots, (dot) => cosineOf(dot, norm)))
    ),
    found
  )
}

const number = fc.oneof(fc.integer({ min: -1, max: 1 }), fc.double({ min: -3, max: 3, noNaN: true }))

const sides = fc.integer({ min: 3, max: 7 }).chain((classes) =>
  fc.array(fc.array(number, { minLength: classes - 1, maxLength: classes - 1 }), { minLength: 1, maxLength: 9 })
    .map((all) => ({ projection: Matrix.fromRows(all), prototype: Simplex.make(classes, 3) }))
)

describe("eachCosines", () => {
  it.effect("by hand; zero vectors are like nothing", () =>
    Effect.gen(function*() {
      const prototype = Matrix.fromRows64([[0, 2], [-5, 0], [0, 0]])
      const found = yield* collected({ projection: rows([3, 4], [0, 0]), prototype }, every(2), every(3))
      found.flat().forEach((x, i) => assert.closeTo(x, [0.8, -0.6, 0, 0, 0, 0][i]!, 1e-12))
    }))

  test.prop([sides])("a simplex and the same matrix written out agree, for any items and classes", (given) => {
    const written = { ...given, prototype: { ...given.prototype, data: Float64Array.from(given.prototype.data) } }
    const { cols, data, rows: count } = written.prototype
    const plain = { projection: given.projection, prototype: { cols, data, rows: count } }
    const positions = every(given.projection.rows).filter((i) => i % 3 !== 1)
    const classes = every(count).filter((c) => c % 2 === 0)
    return Effect.runPromise(Effect.gen(function*() {
      const a = yield* collected(given, positions, classes)
      const b = yield* collected(plain, positions, classes)
      assert.deepStrictEqual(a.map((row) => row.length), Array.from(positions, () => classes.length))
      a.forEach((row, i) => row.forEach((x, j) => assert.closeTo(x, b[i]![j]!, 1e-12)))
    }))
  })
})
