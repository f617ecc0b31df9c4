import { assert, describe, it } from "@effect/vitest"
import type { Cell } from "./cells.ts"
import { describeCell, holds, legend, table } from "./table.ts"

const wrong: Cell = {
  strategy: "typiclust",
  pool: "grid",
  verdict: "threads",
  outcomes: [1, 2, 3].map((threads) => ({
    way: { variant: "simd", threads },
    kind: "picked",
    picks: threads === 2 ? "1 3" : "1 2",
    bits: threads === 2 ? "b" : "a"
  }))
}

describe("the matrix in words", () => {
  it("has a line a strategy and a mark a pool", () => {
    const cells: ReadonlyArray<Cell> = [{ ...wrong, pool: "row", verdict: "refused" }, wrong, {
      ...wrong,
      strategy: "random",
      pool: "row",
      verdict: "same"
    }]
    assert.deepStrictEqual(table(cells, [[3, "row"], [11, "grid"]]).split("\n"), [
      "           3 11",
      "typiclust  r  T",
      "random     ·   ",
      "   3 row",
      "  11 grid",
      legend
    ])
    assert.deepStrictEqual(cells.map(holds), [true, false, true])
  })

  it("tells the answers that differ, each once", () => {
    assert.strictEqual(
      describeCell(wrong),
      `T typiclust on "grid"\n  simd, 1 thread: 1 2 (a)\n  simd, 2 threads: 1 3 (b)`
    )
  })
})
