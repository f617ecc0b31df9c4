import { assert, describe, it } from "vitest"
import * as Task from "./Task.ts"

describe("Task.servedBy", () => {
  it("is every task for what looks at items alone, columns of one's own among them", () => {
    assert.deepStrictEqual(Task.servedBy([]), Task.all)
    assert.deepStrictEqual(Task.servedBy(["embedding", "feature", "cluster", "site"]), Task.all)
  })

  it("is the one task of columns that speak of its labels", () => {
    for (const column of ["probability", "passes", "projection", "prototype", "gradient", "heldOut"]) {
      assert.deepStrictEqual(Task.servedBy(["embedding", column]), ["classification"])
    }
    assert.deepStrictEqual(Task.servedBy(["labelProbability", "feature"]), ["multi-label"])
    assert.deepStrictEqual(Task.servedBy(["estimate", "target"]), ["regression"])
  })

  it("is none where columns are of different tasks", () => {
    assert.deepStrictEqual(Task.servedBy(["probability", "estimate"]), [])
  })

  it("knows its names", () => {
    assert.isTrue(Task.all.every(Task.isTask))
    assert.isFalse(Task.isTask("ranking"))
  })
})
