import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Rng, selectSync, Strategy } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import { rows } from "../../test/model-based.ts"
import { registry } from "../registry.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { margin } from "../uncertainty/margin.ts"
import { msalD } from "./msal-d.ts"

const cosine = (x: Float32Array, p: Float64Array): number =>
  x.reduce((sum, value, i) => sum + value * p[i]!, 0) / Math.hypot(...x)

/** Algorithm 1 as decided, by sorting; for a budget that is a multiple of the classes. */
const naive = (projection: Matrix.Matrix, classes: number, budget: number, beta: number): ReadonlyArray<number> => {
  const prototypes = Array.from({ length: classes }, (_, c) => Matrix.row64(Simplex.make(classes), c))
  const alpha = (i: number) => Math.max(...prototypes.map((p) => cosine(Matrix.row(projection, i), p)))
  const order = Array.from({ length: projection.rows }, (_, i) => i).toSorted((a, b) => alpha(a) - alpha(b) || a - b)
  let left = order.slice(0, beta * budget)
  const picks: Array<number> = []
  while (picks.length < budget) {
    const p = prototypes[picks.length % classes]!
    const best = left.toSorted((a, b) =>
      cosine(Matrix.row(projection, b), p) - cosine(Matrix.row(projection, a), p)
    )[0]!
    picks.push(best)
    left = left.filter((i) => i !== best)
  }
  return picks
}

describe("msal-d", () => {
  it("is the paper's algorithm as a line", () => {
    assert.strictEqual(Strategy.expanded(msalD()), "max-separation | keep-top(msal, 10*budget) | per-prototype")
    assert.strictEqual(Strategy.text(msalD({ uncertainty: margin(), beta: 5 })), "msal-d(margin, beta=5)")
    assert.deepStrictEqual([...Strategy.needs(msalD())], ["projection"])
    assert.deepStrictEqual([...Strategy.needs(msalD({ uncertainty: margin() }))], ["probability", "projection"])
  })

  it("reads from text, the uncertainty by name or by position", () => {
    const read = Strategy.readUnsafe("msal-d(uncertainty=least-confidence, beta=5)", registry)
    assert.strictEqual(Strategy.text(read), Strategy.text(msalD({ uncertainty: leastConfidence(), beta: 5 })))
    assert.strictEqual(Strategy.text(Strategy.readUnsafe("msal-d", registry)), "msal-d(msal)")
  })

  test.prop([fc.integer({ min: 3, max: 6 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.nat()])(
    "picks what sorting everything picks",
    (classes, each, beta, seed) => {
      const key = Rng.fromSeed(seed)
      const data = Float32Array.from({ length: 40 * (classes - 1) }, (_, i) => Rng.uniform(key, i) - 0.5)
      const projection = Matrix.make(data, 40, classes - 1)
      const { positions } = selectSync(msalD({ beta }), { projection, classes, budget: each * classes, seed })
      assert.deepStrictEqual([...positions], naive(projection, classes, each * classes, beta))
    }
  )

  it("Margin(MSAL-D): the prefilter goes by margin, the choice by prototypes", () => {
    const projection = rows([1, 0], [9, 1], [-1, 2], [-1, -2], [5, 0], [-1, 1])
    const probability = rows([0.9, 0.1, 0], [0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.4, 0.1], [0.9, 0, 0.1], [
      0.99,
      0.01,
      0
    ])
    const { picks, positions } = selectSync(msalD({ uncertainty: margin(), beta: 1 }), {
      projection,
      probability,
      budget: 3,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1, 2, 3])
    assert.deepStrictEqual(picks.map(({ why }) => why.scores.map(({ name }) => name)), [
      ["margin", "prototype", "similarity"],
      ["margin", "prototype", "similarity"],
      ["margin", "prototype", "similarity"]
    ])
  })

  it("refuses an option that is not there, naming the score among those that are, and is described for the registry", () => {
    assert.throws(
      () => (msalD as (options: object) => unknown)({ betta: 3 }),
      /no option "betta".*Did you mean "beta".*uncertainty, beta, radius/
    )
    const part = registry.strategy.get("msal-d")!
    assert.deepStrictEqual([part.scores, part.positional], [["uncertainty"], ["uncertainty"]])
    assert.include(part.source, "Maximally separated active learning")
  })

  it("refuses β below 1", () => {
    assert.throws(() => msalD({ beta: 0 }), /msal-d: beta takes/)
  })
})
