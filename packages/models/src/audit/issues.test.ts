import { assert, describe, it } from "@effect/vitest"
import { fromRows } from "@marginalia/core/Matrix"
import { issuesOf, opinionsAudit } from "./issues.ts"

const rows = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.05, 0.95], [0.45, 0.55], [0.5, 0.5]]
const labels = Int32Array.of(0, 0, 1, 1, 0, 0, -1)
const facts = {
  ids: ["a", "b", "c", "d", "e", "f", "g"],
  classNames: ["cat", "dog"],
  probability: fromRows(rows),
  judged: Uint32Array.from(labels.keys()),
  labels,
  annotators: []
}

describe("what an audit tells", () => {
  it("is the label, the class it looks like, how sure, by which rule, and why", () => {
    const [first, second, ...more] = issuesOf(facts, "disagreement")
    assert.deepInclude(first!, { rank: 1, id: "e", position: 4, given: "cat", suggested: "dog", rule: "confident" })
    assert.closeTo(first!.selfConfidence, 0.05, 1e-6)
    assert.closeTo(first!.margin, -0.9, 1e-6)
    assert.strictEqual(
      first!.reason,
      "cat gets 0.05 here and 0.55 where it was given; dog gets 0.95 here and 0.85 where it was given"
    )
    assert.deepInclude(second!, { rank: 2, id: "f", rule: "disagreement" })
    assert.deepStrictEqual(more, [])
    assert.deepStrictEqual(issuesOf(facts, "confident").map(({ id }) => id), ["e"])
  })

  it("names a class that was never given", () => {
    const never = issuesOf({ ...facts, labels: Int32Array.of(0, 0, 0, -1, -1, -1, -1) }, "disagreement")
    assert.match(never[0]!.reason, /dog gets 0\.90 here and was never given$/)
  })

  it("orders all items that were judged by what a label is worth", () => {
    const { annotators, items } = opinionsAudit(facts)
    assert.deepStrictEqual(annotators, [])
    assert.deepStrictEqual(items.map(({ id }) => id).slice(0, 3), ["e", "f", "g"])
    assert.deepInclude(items[0]!, { given: "cat", predicted: "dog", labels: 1, consensus: "cat" })
    assert.deepInclude(items[2]!, { given: undefined, selfConfidence: undefined, labels: 0, consensus: undefined })
    const some = opinionsAudit({ ...facts, judged: Uint32Array.of(0, 6) })
    assert.deepStrictEqual(some.items.map(({ id }) => id), ["g", "a"])
  })

  it("says whom to trust, where it is known who said what", () => {
    const annotators = [
      { name: "anna", labels: Int32Array.of(0, 0, 1, 1, 1, 1, -1) },
      { name: "ben", labels: Int32Array.of(0, 0, 1, 1, 1, -1, -1) },
      { name: "cia", labels: Int32Array.of(1, 0, 0, 1, 0, -1, -1) }
    ]
    const found = opinionsAudit({ ...facts, annotators })
    assert.deepStrictEqual(found.annotators.map(({ agreement, labels, name }) => [name, labels, agreement]), [
      ["anna", 6, 1],
      ["ben", 5, 1],
      ["cia", 5, 0.4]
    ])
    assert.isAbove(found.annotators[0]!.weight, found.annotators[2]!.weight)
    assert.strictEqual(found.items.find(({ id }) => id === "e")!.consensus, "dog")
  })
})
