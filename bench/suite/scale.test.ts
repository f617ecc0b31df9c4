import { assert, describe, it } from "@effect/vitest"
import { type ScalePoint, scaleTable, slope, slopes } from "./scale.ts"

const point = (rows: number, seconds: number, limit?: string): ScalePoint => ({
  rows,
  strategy: "supclust",
  limit,
  seconds: seconds + 1,
  steps: [{ step: "kmeans(9)", seconds }, { step: "keep-per-cluster(typicality, 10%)", seconds: seconds ** 2 }],
  peak: 5e8,
  read: limit === undefined ? undefined : "7.5",
  picks: "1,2"
})

describe("the page of what grows", () => {
  it("tells powers", () => {
    assert.closeTo(slope([10, 3], [100, 300]), 2, 1e-12)
    const said = slopes([point(1000, 1), point(4000, 4), point(1000, 2, "1GB"), point(4000, 8, "1GB")])
    assert.deepStrictEqual(said.map((line) => /^- (.*): .*power of ([\d.]+)/.exec(line)!.slice(1)), [
      ["supclust, k-means", "1.00"],
      ["supclust, typicality", "2.00"],
      ["supclust within 1GB, k-means", "1.00"],
      ["supclust within 1GB, typicality", "2.00"]
    ])
  })

  it("tells what was measured", () => {
    const [heads, rows] = scaleTable([point(100_000, 1), point(100_000, 2, "1GB")])
    assert.strictEqual(heads.length, rows[0]!.length)
    assert.deepStrictEqual(rows, [
      ["100,000", "supclust", "2.0", "500", "–"],
      ["100,000", "supclust within 1GB", "3.0", "500", "7.5"]
    ])
  })
})
