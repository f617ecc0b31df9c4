import { assert, it } from "vitest"
import { rangeOf, rasterOf } from "./raster.ts"

const floats = (...values: ReadonlyArray<number>) => ({ data: Float32Array.from(values) })

it.each(
  [
    ["bytes", { data: Uint8Array.of(0, 3) }, [0, 255]],
    ["a scale that is said", { ...floats(0, 9), normalization: { scale: 16, mean: [0], std: [1] } }, [0, 16]],
    ["shares", floats(0, 0.2), [0, 1]],
    ["shares around 0", floats(-1, 1), [-1, 1]],
    ["bytes as numbers", floats(0, 200), [0, 255]],
    ["what would be dark as bytes", floats(0, 16), [0, 16]],
    ["more than bytes", floats(0, 4095), [0, 4095]]
  ] as const
)("black and white are told from %s", (_, items, [black, white]) => {
  assert.deepStrictEqual(rangeOf(items), { black, white })
})

it("numbers become bytes of the item that is asked for, and what is no number black", () => {
  const items = { data: Float32Array.of(0, 1, NaN, 0.5, 2, -3), rows: 3, shape: [1, 2, 1] as const }
  assert.deepStrictEqual(rasterOf(items, { black: 0, white: 1 }, 1), {
    data: Uint8Array.of(0, 128),
    width: 2,
    height: 1,
    channels: 1
  })
  assert.deepStrictEqual([...rasterOf(items, { black: 0, white: 1 }, 2).data], [255, 0])
})
