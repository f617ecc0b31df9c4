import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { files, folder, slantOf } from "./digits-answers.ts"

describe("other labels of the digits", () => {
  it("are what the script makes", async () => {
    const all = await files()
    for (const [name, text] of all) assert.strictEqual(readFileSync(join(folder, name), "utf8"), text, name)
    const sets = all.get("digits-properties.csv")!.split("\n").slice(1, -1).map((line) => line.split(",")[1]!)
    assert.lengthOf(sets, 1797)
    assert.isAbove(new Set(sets).size, 15)
  })

  it("the slant: ink that moves a column to the right for each row upwards has 1", () => {
    const image = Array.from({ length: 64 }, (_, at) => at % 8 === 7 - Math.floor(at / 8) ? 1 : 0)
    assert.closeTo(slantOf(image), 1, 1e-12)
    assert.closeTo(slantOf(image.toReversed()), 1, 1e-12)
    assert.closeTo(slantOf(Array.from({ length: 64 }, (_, at) => at % 8 === 3 ? 2 : 0)), 0, 1e-12)
  })
})
