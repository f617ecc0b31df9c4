import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import { type Facts, makeColumns, takeColumns } from "./columns.ts"

const facts: Facts = {
  size: 5,
  cols: 2,
  classes: 3,
  texture: "continuous",
  certainty: "continuous",
  partition: "gaps",
  seed: 4
}

describe("columns", () => {
  it("are put in another order item by item", () => {
    const names = ["embedding", "probability", "passes", "cluster", "gradient", "prototype"] as const
    const made = makeColumns(names, facts)
    const order = Uint32Array.of(4, 2, 0, 1, 3)
    const taken = takeColumns(made, order)
    order.forEach((from, to) => {
      assert.deepStrictEqual(Matrix.row(taken.embedding!, to), Matrix.row(made.embedding!, from))
      assert.deepStrictEqual(Matrix.row(taken.passes![0]!, to), Matrix.row(made.passes![0]!, from))
      assert.deepStrictEqual(Matrix.row(taken.gradient!.right, to), Matrix.row(made.gradient!.right, from))
      assert.strictEqual(taken.cluster!.assignment[to], made.cluster!.assignment[from])
    })
    assert.strictEqual(taken.prototype, made.prototype)
  })

  it("of one's own are made by one's own generator", () => {
    const own = { embedding: { make: () => Matrix.fromRows([[7]]), take: (value: Matrix.Matrix) => value } }
    assert.deepStrictEqual(makeColumns(["embedding"], facts, own).embedding!.data, Float32Array.of(7))
  })
})
