import { assert, describe, it } from "@effect/vitest"
import * as Metrics from "../src/Metrics.ts"
import * as Statistics from "../src/Statistics.ts"
import golden from "./golden/statistics.json" with { type: "json" }

const near = (found: number, wanted: number, tolerance: number): void =>
  assert.closeTo(found, wanted, tolerance * (1 + Math.abs(wanted)))

describe("statistics are SciPy's", () => {
  it("signed ranks, exact, with ties and zeros", () => {
    for (const { differences, negative, p, positive, used, zeros } of golden.signed) {
      const found = Statistics.signedRank(differences, { zeros: zeros as Statistics.Zeros })
      assert.deepStrictEqual([found.used, found.positive, found.negative], [used, positive, negative])
      near(found.p, p, 1e-12)
    }
  })

  it("mid-ranks", () => {
    for (const { values, wanted } of golden.ranks) assert.deepStrictEqual(Statistics.midranks(values), wanted)
  })

  it("the quantiles of Nemenyi's test", () => {
    for (const { alpha, strategies, wanted } of golden.nemenyi) {
      near(Statistics.nemenyiQuantile(strategies, alpha as Statistics.Alpha), wanted, 2e-6)
    }
  })

  it("Student's intervals", () => {
    for (const { confidence, high, low, values } of golden.intervals) {
      const found = Statistics.tInterval(values, confidence)
      near(found.low, low, 1e-8)
      near(found.high, high, 1e-8)
    }
  })
})

describe("metrics are scikit-learn's", () => {
  it.each(golden.metrics)("over $classes classes", ({ actual, classes, confusion, predicted, recall, ...wanted }) => {
    const found = Metrics.of(actual, predicted, classes)
    for (const name of ["accuracy", "balancedAccuracy", "macroF1"] as const) near(found[name], wanted[name], 1e-12)
    found.recall.forEach((value, c) => {
      const known = recall[c] ?? null
      if (known === null) assert.isNaN(value)
      else near(value, known, 1e-12)
    })
    assert.deepStrictEqual(Array.from(Metrics.confusion(actual, predicted, classes)), confusion)
  })
})
