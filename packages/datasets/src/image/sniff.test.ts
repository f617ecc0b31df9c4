import { assert, describe, it } from "@effect/vitest"
import sharp from "sharp"
import { plain, png } from "../../test/pictures.ts"
import { imageEnding } from "./sniff.ts"

describe("imageEnding", () => {
  it("tells every format that is read by its first bytes, and what is none", async () => {
    const image = sharp(await png(plain(7, 8, 8)))
    for (
      const [format, ending] of [["jpeg", ".jpg"], ["png", ".png"], ["webp", ".webp"], ["gif", ".gif"], [
        "tiff",
        ".tif"
      ], ["avif", ".avif"]] as const
    ) {
      assert.strictEqual(imageEnding(await image.toFormat(format).toBuffer()), ending)
    }
    for (const text of ["", "no image", "RIFF1234WAVE", "<svg/>", "GIF88a"]) {
      assert.isUndefined(imageEnding(Buffer.from(text)))
    }
  })
})
