import { assert, describe, it } from "@effect/vitest"
import { Message } from "@marginalia/core"
import { chooseColumn, otherColumns } from "./choose.ts"

describe("the column of images", () => {
  it("is the one that is called so, else the first, and others are told", () => {
    assert.strictEqual(chooseColumn(["mask", "Image"]), "Image")
    assert.strictEqual(chooseColumn(["photo", "img"]), "img")
    assert.strictEqual(chooseColumn(["left", "right"]), "left")
    assert.deepStrictEqual(otherColumns("left", ["left"]), [])
    const said = otherColumns("left", ["left", "right"]).map(Message.toCode).join()
    assert.match(said, /images are those of "left"; "?right"? holds images too, and is passed over/)
  })
})
