import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { entropy } from "../uncertainty/entropy.ts"
import { distinctSampling } from "./distinct.ts"

/** Five directions, each three times with a little noise. */
const embedding = Matrix.fromRows(
  Array.from({ length: 15 }, (_, i) => [Math.cos(i % 5) + i / 1e3, Math.sin(i % 5), i % 5 === 4 ? 1 : 0])
)

describe("distinct", () => {
  it("is clusters, the filter, and a choice", () => {
    assert.strictEqual(
      Strategy.expanded(distinctSampling()),
      "normalize | kmeans(10) | distinct(0.05) | top(uniform)"
    )
    assert.strictEqual(
      Strategy.expanded(distinctSampling({ score: entropy(), eps: 0.2, normalize: false })),
      "kmeans(10) | distinct(0.2) | top(entropy)"
    )
    assert.deepStrictEqual([...Strategy.needs(distinctSampling())], ["embedding"])
  })

  it("takes no near copies of each other or of what is labeled, as long as there are others", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { positions } = selectSync(distinctSampling({ k: 2 }), {
        embedding,
        labeled: [7],
        labels: [0],
        budget: 4,
        seed
      })
      assert.deepStrictEqual([...positions].map((i) => i % 5).sort(), [0, 1, 3, 4])
    }
  })

  it("takes near copies after all where the budget asks for more", () => {
    const { positions, trace } = selectSync(distinctSampling({ k: 2 }), { embedding, budget: 12, seed: 0 })
    assert.strictEqual(new Set(positions).size, 12)
    assert.isTrue(trace.some(({ status }) => status === "widened"))
  })
})
