import { assert, describe, it } from "@effect/vitest"
import { kills } from "./kills.ts"

describe("a server that is killed", () => {
  it("loses nothing that was acknowledged, and does nothing twice", async () => {
    const result = await kills(4, 7)
    assert.deepStrictEqual([result.kills, result.lost, result.twice, result.otherwise], [4, 0, 0, 0])
    assert.isAbove(result.acknowledged, 0)
  })
})
