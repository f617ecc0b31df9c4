import { assert, describe, it } from "@effect/vitest"
import { partNamed } from "./part-names.ts"

describe("partNamed", () => {
  it("goes by the word, in any case", () => {
    assert.deepStrictEqual(
      ["Train", "TRAINING", "VAL", "Valid", "Validation", "dev", "Test", " testing "].map(partNamed),
      [
        "train",
        "train",
        "validation",
        "validation",
        "validation",
        "validation",
        "test",
        "test"
      ]
    )
    assert.deepStrictEqual(["trains", "", "constructor", "cat"].map(partNamed), [
      undefined,
      undefined,
      undefined,
      undefined
    ])
  })
})
