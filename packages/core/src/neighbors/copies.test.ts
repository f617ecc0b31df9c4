import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { radiusGraphSync } from "../kernels/radius-graph.ts"
import { fromRows } from "../Matrix.ts"
import { copiesOf, countEdgesAmong, distinctOf, edgesAmong } from "./copies.ts"

const matrix = fromRows([[1, 0], [2, 2], [1, -0], [5, 5], [2, 2], [1, 0]])

describe("copiesOf", () => {
  it("names the first equal of each row", () => {
    const copies = copiesOf(matrix)
    assert.deepStrictEqual([...copies.first], [0, 1, 0, 3, 1, 0])
    assert.deepStrictEqual([...distinctOf(copies)], [0, 1, 3])
  })
})

describe("edgesAmong", () => {
  it("counts the edges of all items", () => {
    const copies = copiesOf(matrix)
    const graph = radiusGraphSync({ matrix, rows: distinctOf(copies), radius: 3 })
    // Five items of two kinds reach each other, and the last itself alone.
    assert.strictEqual(edgesAmong(copies, graph), 25 + 1)
    assert.strictEqual(Effect.runSync(countEdgesAmong(copies, graph)), 25 + 1)
  })

  it("are the graph's where no two items are equal", () => {
    const different = fromRows([[0], [1], [2], [9]]), copies = copiesOf(different)
    const graph = radiusGraphSync({ matrix: different, rows: distinctOf(copies), radius: 1.5 })
    assert.strictEqual(edgesAmong(copies, graph), graph.targets.length)
    assert.strictEqual(Effect.runSync(countEdgesAmong(copies, graph)), 3 + 3 + 2 + 0)
  })
})
