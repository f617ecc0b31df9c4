import { assert, describe, it } from "@effect/vitest"
import { Filter, Matrix, selectSync, Strategy } from "@marginalia/core"
import { peers } from "../../test/golden/peers.ts"
import { rows } from "../../test/model-based.ts"
import { registry } from "../registry.ts"
import { disagreement } from "../uncertainty/disagreement.ts"
import { dropquery } from "./dropquery.ts"

const oneHot = (classes: ReadonlyArray<number>) =>
  Matrix.fromRows(classes.map((c) => [0, 1, 2].map((k) => k === c ? 1 : 0)))

const clusters = "kmeans(budget, over=candidates) | nearest-to-center(uniform, space=embedding)"

describe("dropquery", () => {
  it("is a filter, clusters and their centers; the first batch is clusters of all", () => {
    assert.strictEqual(
      Strategy.expanded(dropquery()),
      `switch(labeled < 1, normalize | ${clusters}, ` +
        `at-least(disagreement, 0.5, minimum=25*budget) | normalize | ${clusters})`
    )
    assert.deepStrictEqual([...Strategy.needs(dropquery())].sort(), ["embedding", "passes", "probability"])
    const again = Strategy.readUnsafe(Strategy.expanded(dropquery({ normalize: false, level: 0.3 })), registry)
    assert.include(Strategy.text(again), "at-least(disagreement, 0.3, minimum=25*budget) | kmeans")
  })

  it("picks what scikit-activeml's DropQuery picks, which lowers the level to the budget alone", () => {
    const [model, ...passes] = peers.dropquery.classes.map(oneHot)
    const strategy = Strategy.prepend(
      Filter.atLeast(disagreement(), 0.5, { minimum: "budget" }),
      Strategy.readUnsafe(clusters, registry)
    )
    const embedding = rows(...peers.dropquery.embedding)
    const query = { embedding, probability: model!, passes: passes, budget: 4, seed: 2 }
    const { positions } = selectSync(strategy as Strategy.Strategy<"embedding" | "passes" | "probability">, query)
    assert.deepStrictEqual([...positions].sort((a, b) => a - b), peers.dropquery.picks)
  })

  it("lowers the level pass by pass until β·budget items stay", () => {
    // Of 3 passes disagree 3, 2, 2, 1, 1, 0, …
    const counts = [3, 2, 2, 1, 1, 0, 0, 0]
    const passes = [0, 1, 2].map((t) => oneHot(counts.map((n) => t < n ? 1 : 0)))
    const query = {
      embedding: Matrix.fromRows(counts.map((_, i) => [Math.cos(i), Math.sin(i)])),
      probability: oneHot(counts.map(() => 0)),
      passes,
      labeled: [7],
      labels: [0],
      budget: 1,
      seed: 0
    }
    const left = (beta: number) =>
      selectSync(dropquery({ beta }), query).trace.find(({ step }) => step.startsWith("at-least"))!.candidates
    assert.deepStrictEqual([1, 3, 4, 5, 6, 20].map(left), [3, 3, 5, 5, 7, 7])
  })

  it("asks no model while nothing is labeled", () => {
    const embedding = rows([1, 0], [0.99, 0.1], [0, 1], [0.1, 0.99])
    const { positions } = selectSync(
      dropquery() as unknown as Strategy.Strategy<"embedding">,
      { embedding, budget: 2, seed: 0 }
    )
    assert.deepStrictEqual([...positions].map((i) => i >> 1).sort(), [0, 1])
  })
})
