import { assert, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import sharp from "sharp"
import { runs } from "../../../core/test/runs.ts"
import { encodePng } from "./png.ts"

const raster = fc.record({
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  channels: fc.constantFrom(1, 2, 3, 4)
}).chain(({ channels, height, width }) =>
  fc.uint8Array({ minLength: width * height * channels, maxLength: width * height * channels }).map((data) => ({
    width,
    height,
    channels: channels as 1 | 2 | 3 | 4,
    data
  }))
)

/** Gray and alpha as the decoder gives them: as a color. */
const spread = (data: Uint8Array, channels: number): ReadonlyArray<number> =>
  channels === 2 ? [...data].flatMap((value, i) => i % 2 === 0 ? [value, value, value] : [value]) : [...data]

test.prop([raster], { numRuns: runs(40) })("another decoder reads every value back", async (image) => {
  const { data, info } = await sharp(encodePng(image)).toColourspace(image.channels === 1 ? "b-w" : "srgb").raw()
    .toBuffer({ resolveWithObject: true })
  assert.deepStrictEqual([info.width, info.height], [image.width, image.height])
  assert.deepStrictEqual([...data], spread(image.data, image.channels))
})

it("an image of nothing but white is small", () => {
  assert.isBelow(
    encodePng({ data: new Uint8Array(10_000).fill(255), width: 100, height: 100, channels: 1 }).length,
    200
  )
})
