import { assert, describe, it } from "vitest"
import type { Columns } from "../Columns.ts"
import { mention } from "../declareColumn.ts"
import { InvalidQuery } from "../Errors.ts"
import { fromRows, fromRows64 } from "../Matrix.ts"
import * as Query from "../Query.ts"

const rows = (cols: number, value = 1 / cols) =>
  fromRows(Array.from({ length: 3 }, () => Array<number>(cols).fill(value)))
const embedding = rows(2)
const assignment = Int32Array.of(0, 1, 0)

const refusal = (columns: { readonly [name: string]: unknown }): InvalidQuery | undefined => {
  try {
    Query.makeUnsafe({ budget: 1, seed: 0, size: 3, ...columns as Partial<Columns> })
    return undefined
  } catch (error) {
    if (error instanceof InvalidQuery) return error
    throw error
  }
}

describe("every column is checked by its meaning", () => {
  const bad = fromRows([[1, 1], [1, Number.NaN], [Infinity, 1]])
  const nan = "holds NaN at row 1, column 1; remove the item or repair the value"
  const low = "has 2 rows and the pool has 3 items; give one row an item, in pool order"
  const short = fromRows([[0.5, 0.5], [0.5, 0.5]])
  const cases: ReadonlyArray<readonly [columns: { readonly [name: string]: unknown }, message: string]> = [
    [{ embedding: bad }, `embedding ${nan}`],
    [{ feature: bad }, `feature ${nan}`],
    [{ projection: bad }, `projection ${nan}`],
    [{ probability: bad }, `probability ${nan}`],
    [{ passes: [rows(2), bad] }, `passes[1] ${nan}`],
    [{ gradient: { left: bad, right: rows(2) } }, `gradient.left ${nan}`],
    [{ gradient: { left: rows(2), right: bad } }, `gradient.right ${nan}`],
    [{ embedding: short }, `embedding ${low}`],
    [{ probability: short }, `probability ${low}`],
    [{ passes: [rows(2), short] }, `passes[1] ${low}`],
    [{ gradient: { left: rows(2), right: short } }, `gradient.right ${low}`],
    [
      { embedding: [[1, 2], [3, 4]] },
      "embedding is not a matrix over a Float32Array; make one with Matrix.make or Matrix.fromRows"
    ],
    [
      { probability: rows(2, 1) },
      "row 0 of probability sums to 2, not to 1 (within 0.001); give probabilities, not logits"
    ],
    [{ passes: [rows(2), rows(2, -1)] }, "passes[1] holds -1 at row 0, column 0; probabilities are not negative"],
    [{ passes: [] }, "passes holds no pass; give at least one N × C matrix"],
    [{ passes: [rows(2), rows(4)] }, "passes[1] has 4 classes and passes[0] has 2; give every pass the same classes"],
    [
      { prototype: fromRows64([[1, 0], [Number.NaN, 0], [1, 1]]) },
      "prototype holds NaN at row 1, column 0; remove the item or repair the value"
    ],
    [{ prototype: fromRows64([[1, 0], [0, 1]]) }, "prototype is 2 × 2; give one row a class, of C − 1 numbers"],
    [{ cluster: { assignment: [0, 1, 0] } }, "cluster: its assignment must be an Int32Array"],
    [{ cluster: { assignment: Int32Array.of(0, 1) } }, `cluster ${low}`],
    [{ cluster: { assignment: Int32Array.of(0, -2, 1) } }, `cluster[1] is -2; numbers start at 0, −1 is "none"`],
    [
      { cluster: { assignment: Int32Array.of(0, 1e9, 1) } },
      "cluster[1] is 1000000000; number the clusters from 0, below 65536"
    ],
    [
      { cluster: { assignment, centers: fromRows64([[1, 2]]) } },
      "cluster[1] is 1, and there are 1 centers, from 0; give one row a cluster, or no centers"
    ],
    [
      { embedding, cluster: { assignment, centers: fromRows64([[1], [2]]) } },
      "the centers have 1 columns and the embedding has 2; give centers in the embedding's space, or none"
    ],
    [
      { cluster: { assignment, centers: fromRows64([[1], [Number.NaN]]) } },
      "cluster.centers holds NaN at row 1, column 0; remove the item or repair the value"
    ]
  ]

  it.each(cases)("%#", (columns, message) => {
    assert.strictEqual(refusal(columns)?.message, message)
  })

  it("good ones pass, a user's own as it is where nothing says what it is", () => {
    mention(["own"])
    const centers = fromRows64([[1, 2], [3, 4], [5, 6]])
    const prototype = fromRows64([[1], [-1]])
    const gradient = { left: rows(2), right: rows(5) }
    const own = { heat: [1, 2] }
    assert.isUndefined(
      refusal({
        embedding,
        probability: rows(2),
        passes: [rows(2)],
        gradient,
        prototype,
        projection: rows(1),
        cluster: { assignment, centers },
        own
      })
    )
  })
})

describe("columns that disagree on the number of classes", () => {
  it.each([
    [{ probability: rows(3), passes: [rows(2)] }, "probability has 3 classes and passes has 2; they must agree"],
    [
      { passes: [rows(2)], gradient: { left: rows(4), right: rows(2) } },
      "passes has 2 classes and gradient.left has 4; they must agree"
    ],
    [
      { probability: rows(3), prototype: fromRows64([[1], [-1]]) },
      "probability has 3 classes and prototype has 2; they must agree"
    ],
    [{ classes: 5, projection: rows(5) }, "projection has 5 columns; with 5 classes it must have 4"],
    [{ probability: rows(3), projection: rows(3) }, "projection has 3 columns; with 3 classes it must have 2"]
  ])("%#", (columns, message) => {
    const error = refusal(columns)
    assert.strictEqual(error?.message, message)
    assert.strictEqual(error?.reason._tag, "Classes")
  })

  it("a projection alone says nothing of the classes", () => {
    assert.isUndefined(Query.makeUnsafe({ budget: 1, seed: 0, projection: rows(4) }).classes)
  })
})
