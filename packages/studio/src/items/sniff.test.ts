import { assert, it } from "@effect/vitest"
import { encodePng } from "@marginalia/datasets/image/png"
import sharp from "sharp"
import { browserType, isWhole } from "./sniff.ts"

const image = () => sharp(Buffer.alloc(12, 9), { raw: { width: 2, height: 2, channels: 3 } })

it.each(
  [
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
    ["webp", "image/webp"],
    ["gif", "image/gif"],
    ["tiff", undefined],
    ["avif", undefined]
  ] as const
)("%s is known by how it begins", async (format, expected) => {
  assert.strictEqual(browserType(await image().toFormat(format).toBuffer()), expected)
})

it("what is no image is none, short as it may be", () => {
  for (const text of ["", "R", "RIFF1234WAVE", "<html>", "<svg xmlns='x'/>", "GIF8", "%PDF"]) {
    assert.isUndefined(browserType(Buffer.from(text)))
  }
})

it("files that were cut short, or are empty, are not whole", async () => {
  const png = encodePng({ data: Uint8Array.of(1), width: 1, height: 1, channels: 1 })
  const webp = await image().webp().toBuffer()
  for (const bytes of [png, webp]) {
    assert.isTrue(isWhole(bytes))
    assert.isFalse(isWhole(bytes.subarray(0, bytes.length - 1)))
    assert.isFalse(isWhole(new Uint8Array(bytes.length)))
  }
  assert.isFalse(isWhole(await image().jpeg().toBuffer()))
  assert.isFalse(isWhole(webp.subarray(0, 12)))
})
