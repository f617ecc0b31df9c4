import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { pool, poolArb, type Texture, textures } from "./pool.ts"

const distinct = (texture: Texture): number => {
  const made = pool({ rows: 24, cols: 2, texture, seed: 5 })
  return new Set(Array.from({ length: 24 }, (_, i) => Matrix.row(made, i).join(" "))).size
}

describe("pools", () => {
  test.prop([poolArb()])("hold finite numbers, a row an item", ({ cols, data, rows }) => {
    assert.strictEqual(data.length, rows * cols)
    assert.isTrue(data.every(Number.isFinite))
  })

  it("have the ties that their texture says", () => {
    assert.strictEqual(distinct("point"), 1)
    assert.isAtMost(distinct("grid"), 9)
    assert.strictEqual(distinct("duplicates"), 3)
    assert.isAtMost(distinct("collinear"), 9)
    assert.strictEqual(distinct("blobs"), 24)
    assert.strictEqual(distinct("continuous"), 24)
  })

  it("have collinear rows where they say so", () => {
    const { data } = pool({ rows: 24, cols: 2, texture: "collinear", seed: 3 })
    for (let i = 2; i < 48; i += 2) assert.strictEqual(data[i]! * data[1]!, data[i + 1]! * data[0]!)
  })

  it("have blobs far apart, compared with their width", () => {
    const { data } = pool({ rows: 60, cols: 1, texture: "blobs", seed: 3 })
    const sorted = data.toSorted()
    const gaps = Array.from(sorted.slice(1), (x, i) => x - sorted[i]!)
    assert.strictEqual(gaps.filter((gap) => gap > 1.5).length, 2)
  })

  it("come in every texture, with one row and one column among them", () => {
    const made = fc.sample(poolArb(), { numRuns: 300, seed: 1 })
    assert.isTrue(made.some(({ rows }) => rows === 1))
    assert.isTrue(made.some(({ cols }) => cols === 1))
    assert.isTrue(made.some(({ cols }) => cols % 4 !== 0))
    assert.strictEqual(textures.length, 6)
  })

  it("are the same for the same shape", () => {
    const shape = { rows: 9, cols: 3, texture: "continuous", seed: 8 } as const
    assert.deepStrictEqual(pool(shape), pool(shape))
    assert.notDeepEqual(pool(shape), pool({ ...shape, seed: 9 }))
  })
})
