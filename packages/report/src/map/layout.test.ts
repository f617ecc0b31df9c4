import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spotsPool } from "../../test/experiment.ts"
import { layouts, placed } from "./layout.ts"

const items = spotsPool(30).embedding

describe("placed", () => {
  it("fits the square, keeps distances in proportion, and has y upward", () => {
    assert.deepStrictEqual(placed([[0, 0], [2, 0], [0, 1]]), [20, 740, 980, 740, 20, 260])
  })

  it("puts a single place, or a line, in the middle", () => {
    assert.deepStrictEqual(placed([[7, 7]]), [500, 500])
    assert.deepStrictEqual(placed([[1], [3]]), [20, 500, 980, 500])
  })
})

describe("layouts", { timeout: 30_000 }, () => {
  it.effect("are by principal components, UMAP and t-SNE, the same each time", () =>
    Effect.gen(function*() {
      const found = yield* layouts(items)
      assert.deepStrictEqual(found.map(({ title }) => title), ["PCA", "UMAP", "t-SNE"])
      for (const { places } of found) {
        assert.strictEqual(places.length, 60)
        assert.isTrue(places.every((place) => Number.isInteger(place) && place >= 0 && place <= 1000))
      }
      assert.deepStrictEqual(yield* layouts(items), found)
    }))

  it.effect("keep the three spots apart by principal components", () =>
    Effect.gen(function*() {
      const { places } = (yield* layouts(items))[0]!
      const center = (spot: number) =>
        [0, 1].map((axis) => [...Array(10).keys()].reduce((sum, i) => sum + places[2 * (3 * i + spot) + axis]!, 0) / 10)
      const [a, b, c] = [0, 1, 2].map(center) as [Array<number>, Array<number>, Array<number>]
      const apart = (p: Array<number>, q: Array<number>) => Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!)
      assert.isAbove(Math.min(apart(a, b), apart(b, c), apart(a, c)), 200)
    }))

  it.effect("keep neighbors together, each of them", () =>
    Effect.gen(function*() {
      for (const { places, title } of yield* layouts(items)) {
        const far = (i: number, j: number) =>
          i === j ? Infinity : Math.hypot(places[2 * i]! - places[2 * j]!, places[2 * i + 1]! - places[2 * j + 1]!)
        const all = Array.from({ length: 30 }, (_, i) => i)
        const nearest = all.map((i) => all.reduce((best, j) => far(i, j) < far(i, best) ? j : best, (i + 1) % 30))
        assert.isAtLeast(nearest.filter((j, i) => j % 3 === i % 3).length, 24, title)
      }
    }))

  it.effect("have only principal components for fewer than five items, and for items that are all alike", () =>
    Effect.gen(function*() {
      const few = { data: Float32Array.of(0, 1, 2, 3), rows: 2, cols: 2 }
      assert.deepStrictEqual((yield* layouts(few)).map(({ key }) => key), ["pca"])
      const [alike] = yield* layouts({ data: new Float32Array(8), rows: 4, cols: 2 })
      assert.deepStrictEqual(alike!.places, [500, 500, 500, 500, 500, 500, 500, 500])
    }))
})
