import { assert, describe, it } from "@effect/vitest"
import { typiclust } from "./typiclust.ts"

describe("TypiClust's anchors", () => {
  it("are the abstract's number, and six budgets of a reproduction", () => {
    assert.deepStrictEqual([typiclust[0]!.value, typiclust[0]!.protocol.on], [0.932, "semi-supervised"])
    assert.deepStrictEqual(
      typiclust.filter(({ strategy }) => strategy === "typiclust").slice(1).map(({ of, value }) => [of, value]),
      [
        [10, 0.158],
        [20, 0.188],
        [30, 0.223],
        [40, 0.241],
        [50, 0.262],
        [60, 0.271]
      ]
    )
    assert.strictEqual(typiclust.length, 37)
  })
})
