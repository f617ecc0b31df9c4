import { assert, describe, it } from "@effect/vitest"
import { describeAll, describePart } from "./describe.ts"
import { registry } from "./registry.ts"

const all = describeAll(registry, ["stage", "score", "select", "strategy"])

describe("describePart", () => {
  it("tells what a stage needs and adds, and its options with defaults", () => {
    const doc = describePart(registry.stage.get("kmeans")!)
    assert.deepStrictEqual([doc.needs, doc.adds], [["embedding"], ["cluster"]])
    assert.isNotEmpty(doc.options)
  })

  it("writes a part that takes a score with a score in its place", () => {
    const doc = describePart(registry.select.get("top")!)
    assert.deepStrictEqual([doc.text, doc.scores], ["top(score)", ["score"]])
  })

  it("writes out the pipeline of a recipe", () => {
    const doc = describePart(registry.strategy.get("typiclust")!)
    assert.include(doc.text, "kmeans(labeled+budget) | one-per-cluster(typicality)")
    assert.include(doc.about.paper!, "Hacohen")
  })
})

describe("every part", () => {
  it.each(all.map((doc) => [`${doc.kind} ${doc.name}`, doc] as const))(
    "%s has a summary, and says what options do",
    (_, doc) => {
      assert.isNotEmpty(doc.summary)
      for (const option of doc.options) assert.isNotEmpty(option.description, option.name)
    }
  )
})
