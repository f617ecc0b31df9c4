import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { kmeansSampling } from "./kmeans.ts"
import { random } from "./random.ts"
import { typiclust } from "./typiclust.ts"

describe("kmeansSampling", () => {
  it("takes the item nearest to the center of each cluster of unlabeled items", () => {
    const xs = [0, 1, 2, 50, 51, 52, 53, 54, 1000]
    const embedding = Matrix.fromRows(xs.map((x) => [x]))
    const { picks } = selectSync(kmeansSampling(), { embedding, labeled: [8], budget: 2, seed: 0 })
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[5, -0], [1, -0]])
  })

  it("needs only features in the space of features", () => {
    const feature = Matrix.fromRows([[0], [1], [9]])
    const { positions } = selectSync(kmeansSampling({ space: "feature" }), { feature, budget: 3, seed: 0 })
    assert.deepStrictEqual([...positions].sort(), [0, 1, 2])
  })
})

describe("random", () => {
  it("is another sample for another seed, the same for the same", () => {
    const pick = (seed: number) => selectSync(random(), { size: 1000, budget: 10, seed }).ids.join()
    assert.strictEqual(pick(1), pick(1))
    assert.notStrictEqual(pick(1), pick(2))
  })

  it("takes every item equally often", () => {
    const counts = new Array(10).fill(0)
    for (let seed = 0; seed < 2000; seed++) {
      for (const position of selectSync(random(), { size: 10, budget: 3, seed }).positions) counts[position]++
    }
    // 600 expected, standard deviation 20.5: four of them either way
    for (const count of counts) assert.closeTo(count, 600, 82)
  })
})

describe("typiclust, official", () => {
  it("is the authors' pipeline: cap, minimum size, squared distances, picks left out", () => {
    assert.strictEqual(
      Strategy.expanded(typiclust({ profile: "official" })),
      "normalize | kmeans(labeled+budget, atMost=500, miniBatchAbove=50) | " +
        "one-per-cluster(typicality(distance=squared, picked=out), largerThan=5, refresh=true)"
    )
  })

  it("computes typicality anew without what it picked, when it goes round again", () => {
    // One cluster on a line. Official: squared distances, K = half. First 3 (nearest 3 ± 1 …), then without it.
    const embedding = Matrix.fromRows([0, 1, 2, 3, 4, 5, 20].map((x) => [x]))
    const cluster = { assignment: new Int32Array(7) }
    const { picks } = selectSync(typiclust({ profile: "official", normalize: false }), {
      embedding,
      cluster,
      budget: 2,
      seed: 0
    })
    // m = 7, K = 3. Item 1: 1, 1, 4 → 2; item 2: 1, 1, 4 → 2; item 0: 1, 4, 9. Ties to the smaller position: 1.
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [1, 3])
    assert.closeTo(picks[0]!.score, 1 / (2 + 1e-5), 1e-12)
    // Without 1: m = 6, K = 3. Item 3: 1, 1, 4 → 2; item 4: 1, 1, 4 → 2; item 2: 1, 4, 4 → 3.
    assert.closeTo(picks[1]!.score, 1 / (2 + 1e-5), 1e-12)
  })
})
