import { assert, describe, it } from "@effect/vitest"
import { subset as take } from "@marginalia/datasets/items"
import { normalized } from "./rows.ts"

const items = { data: Uint8Array.of(0, 255, 51, 102, 255, 0), rows: 3, shape: [1, 1, 2] as const }

describe("rows", () => {
  it("are taken in the order asked for, as copies", () => {
    const taken = take(items, Uint32Array.of(2, 0))
    assert.deepStrictEqual(taken, { ...items, data: Uint8Array.of(255, 0, 0, 255), rows: 2 })
    taken.data[0] = 9
    assert.strictEqual(items.data[4], 255)
    assert.strictEqual(take(items, new Uint32Array()).rows, 0)
  })

  it("are normalized channel by channel", () => {
    const normalization = { scale: 255, mean: [0, 0.2], std: [1, 0.5] }
    const { cols, data } = normalized({ ...items, normalization })
    assert.strictEqual(cols, 2)
    assert.deepStrictEqual(Array.from(data, (x) => Math.round(x * 1e4) / 1e4), [0, 1.6, 0.2, 0.4, 1, -0.4])
    assert.deepStrictEqual(normalized(items).data, Float32Array.from(items.data))
  })
})
