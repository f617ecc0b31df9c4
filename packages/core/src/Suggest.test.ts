import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { distance, hint, nearest } from "./Suggest.ts"

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 })

describe("distance", () => {
  it("counts insertions, deletions and substitutions", () => {
    assert.strictEqual(distance("kitten", "sitting"), 3)
    assert.strictEqual(distance("", "abc"), 3)
    assert.strictEqual(distance("margin", "margin"), 0)
  })

  test.prop([word, word, word])("is a metric", (a, b, c) => {
    assert.strictEqual(distance(a, b) === 0, a === b)
    assert.strictEqual(distance(a, b), distance(b, a))
    assert.isAtMost(distance(a, c), distance(a, b) + distance(b, c))
  })
})

describe("nearest", () => {
  const known = ["typiclust", "supclust", "random", "kmeans"]

  it("suggests what was meant, whatever the case", () => {
    assert.strictEqual(nearest("suplcust", known), "supclust")
    assert.strictEqual(nearest("KMEAN", known), "kmeans")
    assert.strictEqual(hint("rnadom", known), ` Did you mean "random"?`)
  })

  it("suggests nothing when nothing is near, or not one letter is right", () => {
    assert.isUndefined(nearest("entropy", known))
    assert.isUndefined(nearest("x", ["by"]))
    assert.isUndefined(nearest("anything", []))
    assert.strictEqual(hint("entropy", known), "")
  })

  it("prefers a name that the word begins to one that looks alike, the shortest first", () => {
    assert.strictEqual(nearest("temp", ["keep", "temperature"]), "temperature")
    assert.strictEqual(nearest("TYPI", ["typiclust-then-margin", "typiclust", "typicality"]), "typiclust")
    assert.strictEqual(nearest("ty", ["typiclust", "by"]), "by")
  })

  it("prefers the earlier of two that are equally near", () => {
    assert.strictEqual(nearest("bat", ["cat", "hat"]), "cat")
  })
})
