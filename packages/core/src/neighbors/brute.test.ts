import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds, everyone } from "../../test/clouds.ts"
import { single } from "../kernels/engine.ts"
import { fromRows } from "../Matrix.ts"
import { balls, ballsSync, nearestOther, nearestOtherSync, within, withinSync } from "./brute.ts"
import { distance } from "./distance.ts"

const engine = single("typescript")
/** 0 and 1 are the same point, 2 and 3 are at distance 1 of it, 4 is far. */
const square = fromRows([[0, 0], [0, 0], [1, 0], [0, 1], [5, 5]])
const all = everyone(square)
const label = Int32Array.of(0, 0, 0, 1, 1)

describe("withinSync", () => {
  const one = { members: all, group: new Int32Array(5), neighbors: () => 3 }

  it("worked by hand: duplicates are neighbors at 0, ties go to the smaller position, nobody is their own", () => {
    const { counts, distances, indices, width } = withinSync(square, one)
    assert.strictEqual(width, 3)
    assert.deepStrictEqual([...counts], [3, 3, 3, 3, 3])
    assert.deepStrictEqual([...indices.subarray(0, 9)], [1, 2, 3, 0, 2, 3, 0, 1, 3])
    assert.deepStrictEqual([...distances.subarray(0, 9)], [0, 1, 1, 0, 1, 1, 1, 1, Math.SQRT2])
  })

  test.prop([clouds])("is the first k of all the others, sorted by distance and position", (x) => {
    const table = withinSync(x, { members: everyone(x), group: new Int32Array(x.rows), neighbors: () => 6 })
    const others = [...everyone(x)].filter((i) => i !== 0).sort((a, b) =>
      distance(x.data, x.cols, 0, a) - distance(x.data, x.cols, 0, b) || a - b
    )
    assert.deepStrictEqual([...table.indices.subarray(0, table.counts[0])], others.slice(0, 6))
  })

  it.effect("is what the Effect gives", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* within(engine, square, one), withinSync(square, one))
    }))
})

describe("nearestOtherSync", () => {
  it.effect("worked by hand, and Infinity where there is one label only", () =>
    Effect.gen(function*() {
      const expected = Float64Array.of(1, 1, Math.SQRT2, 1, Math.sqrt(41))
      assert.deepStrictEqual(nearestOtherSync(square, all, label), expected)
      assert.deepStrictEqual(yield* nearestOther(engine, square, all, label), expected)
      assert.isTrue(nearestOtherSync(square, all, new Int32Array(5)).every((d) => d === Infinity))
    }))
})

describe("ballsSync", () => {
  it.effect("worked by hand: strictly less than the radius, itself always", () =>
    Effect.gen(function*() {
      const lists = (radius: number) => ballsSync(square, all, radius).map((ball) => [...ball])
      assert.deepStrictEqual(lists(1), [[0, 1], [0, 1], [2], [3], [4]])
      assert.deepStrictEqual(lists(1.1), [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2], [0, 1, 3], [4]])
      assert.deepStrictEqual(lists(0), [[0], [1], [2], [3], [4]])
      assert.deepStrictEqual(yield* balls(engine, square, all, 1.1), ballsSync(square, all, 1.1))
    }))
})
