import { assert, describe, it } from "@effect/vitest"
import { makeLabelStore } from "./label-store.ts"

const problem = (act: () => void): string => {
  try {
    act()
    return ""
  } catch (error) {
    return (error as { readonly problem: string }).problem
  }
}

describe("what a service was told", () => {
  it("is the last word on each item: a label, declined, or open again", () => {
    const known = makeLabelStore(["a", "b", "c"])
    known.tell([{ id: "a", label: " cat " }, { id: "b", label: null }, { id: "c", label: "dog" }])
    assert.deepStrictEqual([known.classes(), known.counts()], [["cat", "dog"], { labels: 2, declined: 1 }])
    known.tell([{ id: "c", label: "" }, { id: "b", label: "ant" }, { id: "a", label: null }])
    const { declined, items, labels } = known.labels()
    assert.deepStrictEqual([[...items], [...labels], [...declined], known.classes()], [[1], [0], [0], ["ant"]])
  })

  it("is taken whole or not at all", () => {
    const known = makeLabelStore(["a", "bb"])
    assert.include(
      problem(() => known.tell([{ id: "a", label: "x" }, { id: "bc", label: "x" }])),
      "there is no item \"bc\""
    )
    assert.include(problem(() => known.tell([{ id: "a", label: "x" }, { id: "a", label: "y" }])), "comes twice")
    assert.strictEqual(known.counts().labels, 0)
  })
})
