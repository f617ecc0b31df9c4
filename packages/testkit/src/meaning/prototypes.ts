/**
 * What maximum separation means.
 */
import { Matrix } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, close, list } from "../claim.ts"
import { poolArb } from "../generate/pool.ts"
import { simplex } from "../generate/simplex.ts"
import type { Property } from "../Law.ts"
import { type Eventual, settled } from "./eventual.ts"
import { meaning } from "./law.ts"

/** The prototypes of so many classes: one a row, of width one less. */
export type Prototypes = (classes: number) => Eventual<Matrix.Matrix64>

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0)

/** Prototypes are equally far apart. */
export const equiangular = meaning<Prototypes>({
  id: "equiangular",
  title: "prototypes are unit vectors at equal angles that sum to zero",
  statement: "For any C ≥ 2: C rows of C − 1 numbers, of norm 1, every two at cosine −1/(C − 1), summing to zero, "
    + "all to 1e-12.",
  about: "prototypes by the number of classes",
  property: (prototypes, setting) =>
    fc.asyncProperty(fc.integer({ min: 2, max: 30 }), async (classes) => {
      const found = await settled(setting, prototypes(classes))
      claim(found.rows === classes && found.cols === classes - 1, () => `they are ${found.rows} × ${found.cols}`)
      const rows = Array.from({ length: classes }, (_, c) => Matrix.row64(found, c))
      rows.forEach((row, c) => {
        const angles = rows.map((other) => dot(row, other))
        close(`the cosines of prototype ${c}`, angles, rows.map((_, d) => c === d ? 1 : -1 / (classes - 1)), 1e-12)
      })
      const sums = Array.from({ length: classes - 1 }, (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0))
      close("the sum of the prototypes", sums, sums.map(() => 0), 1e-12)
    }) as Property
})

/** Each row's largest cosine with a prototype. */
export type MaxCosine = (projection: Matrix.Matrix, prototypes: Matrix.Matrix64) => Eventual<Float64Array>

const scaled = (rows: ReadonlyArray<Float64Array>, by: number): Matrix.Matrix =>
  Matrix.fromRows(rows.map((row) => row.map((x) => x * by)))

/** The largest cosine is bounded, and reaches its bounds. */
export const cosineBounds = meaning<MaxCosine>({
  id: "cosine-bounds",
  title: "the largest cosine lies between 1/(C − 1) and 1",
  statement: "The largest cosine of a row that is not zero with the prototypes lies in [1/(C − 1), 1]; it is 1 at a "
    + "prototype, 1/(C − 1) opposite to one, and 0 for a zero row.",
  about: "the largest cosine, by projection and prototypes",
  property: (cosine, setting) =>
    fc.asyncProperty(
      fc.integer({ min: 3, max: 8 }).chain((classes) => poolArb({ cols: [classes - 1] })),
      async (projection) => {
        const classes = projection.cols + 1
        const prototypes = simplex(classes)
        const rows = Array.from({ length: classes }, (_, c) => Matrix.row64(prototypes, c))
        const of = (matrix: Matrix.Matrix) => settled(setting, cosine(matrix, prototypes))
        const found = await of(projection)
        const inside = found.every((x, i) => {
          const isZero = Matrix.row(projection, i).every((y) => y === 0)
          return isZero ? x === 0 : x >= 1 / (classes - 1) - 1e-6 && x <= 1 + 1e-6
        })
        claim(inside, () => `for ${classes} classes they are ${list(found)}`)
        close("at the prototypes", await of(scaled(rows, 3)), rows.map(() => 1), 1e-6)
        close("opposite to the prototypes", await of(scaled(rows, -3)), rows.map(() => 1 / (classes - 1)), 1e-6)
      }
    ) as Property
})
