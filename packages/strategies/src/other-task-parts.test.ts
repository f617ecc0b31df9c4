import { describe, it } from "@effect/vitest"
import { type Score, type Select, Strategy } from "@marginalia/core"
import { describeLaws, type LawfulOptions } from "@marginalia/testkit"
import { assert } from "vitest"
import { lawful } from "../test/laws.ts"
import { labelUncertainty } from "./multi-label/label-uncertainty.ts"
import { gsx } from "./recipe/gsx.ts"
import { gsy } from "./recipe/gsy.ts"
import { igs } from "./recipe/igs.ts"
import { multiLabelEntropy } from "./recipe/multi-label-entropy.ts"
import { multiLabelMargin } from "./recipe/multi-label-margin.ts"
import { varianceSampling } from "./recipe/variance.ts"
import { registry } from "./registry.ts"
import { greedySampling } from "./regression/greedy-sampling.ts"
import { variance } from "./regression/variance.ts"

const laws = describeLaws({ describe, it })

const greedy = { traits: { deterministic: true, nested: true } } as const

/** A committee of one does not vary, which the score refuses. */
const wide = { query: { cols: [2, 3, 5] } } as const

const parts: ReadonlyArray<readonly [Strategy.Any | Select.Any, LawfulOptions]> = [
  [multiLabelMargin(), greedy],
  [multiLabelMargin({ over: "mean", ties: "seeded" }), {}],
  [multiLabelEntropy(), greedy],
  [gsx(), greedy],
  [gsy(), greedy],
  [igs(), greedy],
  [igs({ space: "feature" }), greedy],
  [varianceSampling(), { ...greedy, ...wide }],
  [greedySampling({ of: "output" }), greedy]
]

for (const [part, options] of parts) {
  laws("node" in part ? Strategy.text(part) : part.spec.name, lawful(part, { registry, ...options }))
}

const scores: ReadonlyArray<readonly [Score.Any, LawfulOptions]> = [
  [labelUncertainty(), {}],
  [labelUncertainty({ measure: "entropy", over: "sum" }), {}],
  [variance(), wide]
]

for (const [score, options] of scores) {
  const traits = { deterministic: true, pointwise: true }
  laws(`the score ${score.spec.name}`, lawful(score, { registry, ...options, traits }))
}

describe("their tasks", () => {
  it("follow from what they look at", () => {
    const all: ReadonlyArray<readonly [Strategy.Any, ReadonlyArray<string>]> = [
      [multiLabelMargin(), ["multi-label"]],
      [multiLabelEntropy(), ["multi-label"]],
      [gsx(), ["classification", "multi-label", "regression"]],
      [gsy(), ["regression"]],
      [igs(), ["regression"]],
      [varianceSampling(), ["regression"]]
    ]
    for (const [strategy, tasks] of all) assert.deepStrictEqual(Strategy.tasks(strategy), tasks)
  })
})
