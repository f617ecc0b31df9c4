import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { reachOf, type Similarity, similarityOf } from "./similarity.ts"

const lengths = fc.oneof(
  fc.constantFrom(1e-320, 1e-160, 1e-38, 0.1, 1, 3, 1e38, 1e160, 1e300),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true })
)

const similarities: fc.Arbitrary<Similarity> = fc.oneof(
  lengths.map((bandwidth) => ({ kernel: "rbf", bandwidth }) as const),
  fc.constant({ kernel: "cosine" } as const),
  lengths.map((radius) => ({ kernel: "top-hat", radius }) as const)
)

const squares = fc.oneof(
  fc.constantFrom(0, 5e-324, 1e-300, 2 ** -53, 1, 2, 1e77, Infinity),
  fc.double({ min: 0, max: 5, noNaN: true })
)

describe("similarityOf", () => {
  it("is 1 for equal rows, and falls as it says", () => {
    const [rbf, cosine, hat] = [
      similarityOf({ kernel: "rbf", bandwidth: 2 }),
      similarityOf({ kernel: "cosine" }),
      similarityOf({ kernel: "top-hat", radius: 2 })
    ]
    assert.deepStrictEqual([0, 4, Infinity].map(rbf), [1, Math.exp(-1), 0])
    assert.deepStrictEqual([0, 1, 2, 3, 4, Infinity].map(cosine), [1, 0.5, 0, 0, 0, 0])
    assert.deepStrictEqual([0, 3.99, 4, 5, Infinity].map(hat), [1, 1, 0, 0, 0])
  })

  test.prop([similarities, squares, squares])(
    "never rises with the distance, and lies between 0 and 1",
    (similarity, a, b) => {
      const of = similarityOf(similarity)
      assert.isAtLeast(of(Math.min(a, b)), of(Math.max(a, b)))
      assert.isAtMost(of(a), 1)
      assert.isAtLeast(of(a), 0)
    }
  )
})

describe("reachOf", () => {
  test.prop([
    similarities,
    squares,
    fc.oneof(fc.constantFrom(0, 5e-324, 1 - 2 ** -53, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    squares
  ])(
    "has nothing more similar from there on",
    (similarity, at, given, beyond) => {
      const of = similarityOf(similarity)
      for (const m of [given, of(at)]) {
        const reach = reachOf(similarity, m)
        if (reach === Infinity) continue
        const square = Math.max(0, reach * (1 + 1e-6)) + beyond
        assert.isAtMost(of(square), m)
      }
    }
  )

  it("lets in what is more similar", () => {
    for (const m of [1e-30, 0.1, 0.5, 0.999]) {
      assert.isAbove(
        similarityOf({ kernel: "rbf", bandwidth: 3 })(reachOf({ kernel: "rbf", bandwidth: 3 }, m) * (1 - 1e-6)),
        m
      )
      assert.isAbove(similarityOf({ kernel: "cosine" })(reachOf({ kernel: "cosine" }, m) * (1 - 1e-6)), m)
    }
    assert.strictEqual(reachOf({ kernel: "top-hat", radius: 3 }, 0), 9)
    assert.strictEqual(reachOf({ kernel: "rbf", bandwidth: 3 }, 0), Infinity)
  })
})
