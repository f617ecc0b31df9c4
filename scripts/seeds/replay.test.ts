import { assert, describe, it } from "@effect/vitest"
import { command, titleOf } from "./replay.ts"

const place = { file: "a/b.test.ts", names: ["gray (of colors)", "isn't 1.5 (with seed=-3)"] }

describe("replay", () => {
  it("names a test as vitest does, without the seed that stands in it", () => {
    assert.strictEqual(titleOf(place), "gray (of colors) > isn't 1.5")
  })

  it("is a command for a shell, with the name as a pattern that only it fits", () => {
    assert.strictEqual(
      command(place, -12),
      String.raw`MARGINALIA_SEED=-12 npm test -- a/b.test.ts -t 'gray \(of colors\) > isn'\''t 1\.5'`
    )
  })
})
