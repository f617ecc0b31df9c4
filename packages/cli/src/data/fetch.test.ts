import { assert, describe, it } from "@effect/vitest"
import { knownDatasets } from "@marginalia/datasets"
import { before } from "./fetch.ts"

describe("before", () => {
  it("says the terms, and what will be fetched", () => {
    assert.deepStrictEqual(before(knownDatasets.get("tiny-imagenet")!, "/d"), [
      "tiny-imagenet: ImageNet's: for non-commercial research and education; see http://cs231n.stanford.edu/",
      "from cs231n.stanford.edu, 248 MB, into /d"
    ])
  })

  it("does not guess a size", () => {
    assert.strictEqual(
      before(knownDatasets.get("isic-2019")!, "/d")[1],
      "from isic-challenge-data.s3.amazonaws.com, into /d"
    )
  })
})
