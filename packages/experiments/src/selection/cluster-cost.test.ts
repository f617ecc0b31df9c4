import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Clusterer, Kernels, Strategy } from "@marginalia/core"
import * as Remarks from "@marginalia/core/Remarks"
import * as Rng from "@marginalia/core/Rng"
import type { Tiles } from "@marginalia/core/Tiles"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { ofClusters } from "./cluster-cost.ts"

const partOf = (text: string) =>
  Strategy.specs(Strategy.readUnsafe(text, registry)).find(({ name }) => name === "kmeans" || name === "max-coverage")!

const files = (rows: number, cols = 4, tile = 256) => ({ rows, cols, tile })

const plain = "kmeans(labeled+budget) | one-per-cluster(proximity)"

const costOf = (
  text: string,
  rows: number,
  options: { readonly mini?: boolean; labels?: number; room?: number } = {}
) =>
  ofClusters(
    partOf(text),
    { budget: 10, clusterer: options.mini ? "mini-batch" : "ours" },
    files(rows),
    options.labels ?? 0,
    options.room ?? 0
  )[0]!

describe("ofClusters", () => {
  it("is exact unless somebody names the other, by a number of clusters or for all", () => {
    const which = ({ clusters, isBatched, isExact }: ReturnType<typeof costOf>) => [clusters, isExact, isBatched]
    assert.deepStrictEqual(which(costOf(plain, 1e6)), [10, true, false])
    assert.deepStrictEqual(which(costOf(plain, 1e6, { mini: true })), [10, false, true])
    const above = "kmeans(miniBatchAbove=9) | one-per-cluster(proximity)"
    assert.deepStrictEqual(which(costOf(above, 1e6)), [10, false, true])
    const official = "typiclust(profile=official)"
    assert.deepStrictEqual(which(costOf(official, 1e6, { labels: 40 })), [50, true, false])
    assert.deepStrictEqual(which(costOf(official, 1e6, { labels: 41 })), [51, true, true])
    assert.deepStrictEqual(which(costOf(official, 1e6, { labels: 9000 })), [500, true, true])
    assert.deepStrictEqual(ofClusters(partOf("probcover(delta=0.4)"), { budget: 3 }, files(9), 0, 0), [])
  })

  it("is a pass a center and an iteration, or two or three passes and what is drawn", () => {
    const ten = 1 + 10 + 3
    assert.deepStrictEqual(costOf(plain, 1e6).passes, [1 + 10 + 3, ten + 200])
    assert.deepStrictEqual(costOf(plain, 1e6).drawn, [0, 0])
    const mini = costOf(plain, 1e6, { mini: true })
    assert.deepStrictEqual(mini.passes, [2, 3])
    assert.deepStrictEqual(mini.drawn, [15_000 + 20_000 + 11 * 5000, 35_000 + 100 * 1e6])
    // Ten batches have room together, or rows lie too far apart to be read at once.
    const rooms = [50_000 * (16 + 64), 0].map((room) => costOf(plain, 1e6, { mini: true, room }).beside)
    assert.deepStrictEqual(rooms, [[0.045, 3 + 20_000 / 10], [0.045, 3 + 20_000]])
    const wide = ofClusters(partOf(plain), { budget: 10, clusterer: "mini-batch" }, files(1e9, 4096), 0, 0)[0]!
    assert.approximately(wide.beside[1], 5 * 100, 0.001)
    const here = costOf(plain, 1e6, { mini: true, room: 16e6 })
    assert.deepStrictEqual([here.passes, here.drawn], [[1, 1], [0, 0]])
    const may = costOf("typiclust(profile=official)", 1e6, { labels: 41 })
    assert.deepStrictEqual([may.passes, may.drawn], [[2, 1 + 51 + 3 + 200], [0, 35_000 + 100 * 1e6]])
  })

  test.prop([
    fc.constantFrom(50, 700, 16_000),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 2 }),
    fc.constantFrom(0, 1e5, 1e6),
    fc.constantFrom(0, 1e6),
    fc.nat({ max: 99 })
  ], { numRuns: runs(30) })(
    "holds what mini-batch k-means over tiles does",
    async (rows, k, iterations, room, shift, seed) => {
      const shape = files(rows),
        data = Float32Array.from({ length: rows * 4 }, (_, i) => shift + (i * 7919 + seed) % 101)
      let drawn = 0
      const tiles: Tiles = {
        ...shape,
        unit: false,
        zeroRows: 0,
        longest: Math.hypot(...data.subarray(0, 4)) + 200,
        read: (from, into) => Effect.sync(() => into.set(data.subarray(4 * from, 4 * from + into.length))),
        some: (positions, into) =>
          Effect.sync(() => {
            drawn += positions.length
            positions.forEach((at, n) => into.set(data.subarray(4 * at, 4 * at + 4), 4 * n))
          })
      }
      const request = { tiles, k, key: Rng.fromSeed(seed), maxIterations: iterations }
      const run = Effect.flatMap(Kernels.Kernels, (engine) =>
        Effect.provideService(
          Clusterer.askOver(Clusterer.miniBatch(), request),
          Kernels.Kernels,
          Kernels.gathering(engine, room)
        ))
      const [, { passes }] = await Effect.runPromise(Remarks.collect(run))
      const text = `kmeans(k=${k},iterations=${iterations}) | one-per-cluster(proximity)`
      const cost = costOf(text, rows, { mini: true, room })
      assert.isAtLeast(Number(passes), cost.passes[0])
      assert.isAtMost(Number(passes), cost.passes[1])
      // Rows that a batch draws twice are read once.
      assert.isAtMost(drawn, cost.drawn[1])
      if (cost.drawn[1] === 0) assert.strictEqual(drawn, 0)
    }
  )
})
