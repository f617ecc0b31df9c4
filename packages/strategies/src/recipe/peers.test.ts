import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync } from "@marginalia/core"
import { peers } from "../../test/golden/peers.ts"
import { gsx } from "./gsx.ts"
import { gsy } from "./gsy.ts"
import { igs } from "./igs.ts"
import { kCenterSampling } from "./kcenter.ts"
import { maxherding } from "./maxherding.ts"
import { probcover } from "./probcover.ts"
import { typiclust } from "./typiclust.ts"

const classes = (labeled: ReadonlyArray<number>) => labeled.map((_, n) => n % 2)

describe(`the same picks as ${peers.source}`, () => {
  for (const { bandwidth, embedding, labeled, normalize, picks } of peers.maxherding) {
    it(`maxherding, ${normalize ? "rows of length 1" : "rows as they are"}, ${labeled.length} labeled`, () => {
      const input = { embedding: Matrix.fromRows(embedding), labeled, labels: classes(labeled), budget: picks.length }
      assert.deepStrictEqual(
        [...selectSync(maxherding({ bandwidth, normalize }), { ...input, seed: 0 }).positions],
        picks
      )
    })
  }

  for (const { covers, delta, embedding, labeled, picks } of peers.probcover) {
    it(`probcover, ${labeled.length} labeled`, () => {
      const input = { embedding: Matrix.fromRows(embedding), labeled, labels: classes(labeled), budget: picks.length }
      const { positions, scores } = selectSync(probcover({ delta, normalize: false }), { ...input, seed: 0 })
      assert.deepStrictEqual([...positions], picks)
      assert.deepStrictEqual([...scores], covers)
    })
  }

  for (const { embedding, estimate, labeled, targets, ...picks } of peers.farthest) {
    const vectors = { embedding: Matrix.fromRows(embedding), labeled, budget: picks.gsx.length, seed: 0 }
    const numbers = {
      ...vectors,
      estimate: Matrix.fromRows(estimate.map((value) => [value])),
      target: Float64Array.from(embedding, (_, i) => targets[labeled.indexOf(i)] ?? Number.NaN)
    }

    it(`kcenter, gsx, gsy and igs, ${labeled.length} labeled`, () => {
      const known = { ...vectors, labels: classes(labeled) }
      assert.deepStrictEqual([...selectSync(kCenterSampling(), known).positions], picks.kcenter)
      assert.deepStrictEqual([...selectSync(gsx(), known).positions], picks.gsx)
      assert.deepStrictEqual([...selectSync(gsy(), numbers).positions], picks.gsy)
      assert.deepStrictEqual([...selectSync(igs(), numbers).positions], picks.igs)
    })
  }

  it("typiclust, where k-means has one right answer", () => {
    const { embedding, labeled, neighbors, picks } = peers.typiclust
    const input = { embedding: Matrix.fromRows(embedding), labeled, labels: classes(labeled), budget: picks.length }
    assert.deepStrictEqual(
      [...selectSync(typiclust({ neighbors, normalize: false }), { ...input, seed: 0 }).positions],
      picks
    )
  })
})
