import { assert, describe, it } from "@effect/vitest"
import { type Frame, type Part, type Score, type Select, type Stage, Strategy } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import { check, describeLaws, lawful, type LawfulOptions, Meaning } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import { frameOf } from "../test/model-based.ts"
import * as model from "./model-based.ts"
import { nearest } from "./prototypes/similarity.ts"
import { registry } from "./registry.ts"

const laws = describeLaws({ describe, it }, { timeout: 60_000 })

const fewer = { numRuns: 40 }

const onePass = { except: { permutation: "a single pass has no spread: every score is 0, and positions decide" } }

/** Strategies that take the highest scores promise what their score allows. */
const top = { deterministic: true, nested: true }

const strategies: ReadonlyArray<readonly [Strategy.Any, LawfulOptions]> = [
  [model.leastConfidenceSampling(), { traits: top }],
  [model.marginSampling(), { traits: top }],
  [model.marginSampling({ ties: "seeded" }), {}],
  [model.entropySampling(), { traits: top }],
  [model.leastConfidenceDropoutSampling(), { traits: top }],
  [model.marginDropoutSampling(), { traits: top }],
  [model.entropyDropoutSampling(), { traits: top }],
  [model.baldSampling(), { traits: top, ...onePass }],
  [model.meanStdSampling(), { traits: top, ...onePass }],
  [model.variationRatioSampling(), { traits: { nested: true } }],
  [model.variationRatioSampling({ profile: "official" }), { traits: top }],
  [model.mcEntropySampling(), { traits: top }],
  [model.queryByCommittee(), { traits: { nested: true } }],
  [model.queryByCommittee({ disagreement: "consensus-kl" }), { traits: top, ...onePass }],
  [model.msalSampling(), { traits: top }],
  [model.msalD(), {}],
  [model.msalD({ uncertainty: model.margin(), beta: 2 }), {}],
  [model.ceal(), { traits: top }],
  [model.ceal({ uncertainty: "msal", delta: 0.2 }), { traits: top }],
  [model.badge(), { traits: { nested: true } }],
  [model.diverseMinibatch(), fewer],
  [model.batchBaldSampling({ samples: 64 }), { ...fewer, traits: { nested: true } }],
  [model.powerSampling(), { traits: { nested: true } }],
  [model.powerSampling({ score: model.margin(), form: "softmax" }), { traits: { nested: true } }],
  [model.powerSampling({ score: model.msal(), form: "softrank" }), { query: { columns: ["projection", "prototype"] } }],
  [model.densityWeightedSampling(), {
    traits: { ...top, rotation: true },
    except: { permutation: "items unlike the others all have density 0, and positions decide" }
  }],
  [model.typiclustThenMargin({ below: 2 }), { ...fewer, query: { cols: [2, 3, 5] } }]
]

for (const [strategy, options] of strategies) {
  laws(Strategy.text(strategy), lawful(strategy, { registry, ...options }))
}

const uncertain = [model.leastConfidence(), model.margin(), model.entropy()]
const dropout = [model.leastConfidenceDropout(), model.marginDropout(), model.entropyDropout(), model.mcEntropy()]
const scattered = [model.bald(), model.meanStd(), model.variationRatio(), model.voteEntropy(), model.consensusKl()]
const scores: ReadonlyArray<Score.Any> = [...uncertain, ...dropout, ...scattered, model.msal()]

for (const score of scores) {
  laws(`the score ${score.spec.name}`, lawful(score, { registry, traits: { deterministic: true, pointwise: true } }))
}

laws("the score power", lawful(model.power(model.entropy()), { registry }))
laws("the score density-weighted", lawful(model.densityWeighted(model.entropy()), { registry }))

for (const score of [...uncertain, ...dropout]) {
  const meanings = [Meaning.certaintyLowers, Meaning.extremes]
  laws(`the meaning of ${score.spec.name}`, meanings.map((law) => check(law, score, {})))
}

const selectors: ReadonlyArray<Select.Any> = [
  model.perPrototype(),
  model.seeding(),
  model.nearestToCenter(model.entropy()),
  model.topWithPseudoLabels(),
  model.topWithPseudoLabels({ by: "msal" }),
  model.batchBald({ samples: 20 })
]

for (const select of selectors) laws(`the selector ${select.spec.name}`, lawful(select, { registry, ...fewer }))

const stages: ReadonlyArray<Stage.Any> = [
  model.maxSeparation(),
  model.gradientEmbedding(),
  model.weightedKMeans(model.entropy())
]

for (const stage of stages) {
  laws(`the stage ${stage.steps[0]!.spec.name}`, lawful(stage, { registry, ...fewer }))
}

describe("prototypes", () => {
  laws("prototypes", [
    check(Meaning.equiangular, (classes: number) => Effect.succeed(Simplex.make(classes)), {}),
    check(
      Meaning.cosineBounds,
      (projection, prototype) =>
        Effect.map(
          nearest("test", frameOf({ projection, prototype }) as Frame.Frame<"projection" | "prototype">),
          ({ similarity }) => similarity
        ),
      {}
    )
  ])
})

describe("model-based parts", () => {
  const parts = model.modelBasedParts.map(({ part }) => part)

  it("are named once a kind, and say what they are", () => {
    const names = parts.map(({ kind, name }) => `${kind} ${name}`)
    assert.strictEqual(new Set(names).size, names.length)
    assert.isTrue(parts.every(({ summary }) => summary.length > 10))
  })

  it("every strategy has a page: paper, equation, deviations, cold start, complexity", () => {
    for (const { make, name } of parts.filter(({ kind, name }) => kind === "strategy" && name !== "dbal")) {
      const { about } = (make as Part.Part<Strategy.Any>["make"])({})
      for (
        const field of ["summary", "paper", "equation", "profile", "deviations", "coldStart", "complexity"] as const
      ) {
        assert.isDefined(about?.[field], `${name} says nothing of ${field}`)
      }
    }
  })

  it("scores and selectors name their source", () => {
    for (const { kind, name, source } of parts) assert.isTrue(kind === "strategy" || source !== undefined, name)
  })
})
