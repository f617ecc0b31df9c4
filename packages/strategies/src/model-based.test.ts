import { assert, describe, it } from "@effect/vitest"
import { type Frame, Matrix, Query, type Score, type Select, Spec, type Stage, Strategy } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import { check, describeLaws, type LawfulOptions, Meaning } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import { lawRuns, runs } from "../../core/test/runs.ts"
import { lawful } from "../test/laws.ts"
import { frameOf } from "../test/model-based.ts"
import * as model from "./model-based.ts"
import { nearest } from "./prototypes/similarity.ts"
import { registry } from "./registry.ts"
import { top } from "./select/top.ts"

const laws = describeLaws({ describe, it }, { timeout: 60_000 })

const fewer = { numRuns: lawRuns(24) }

const onePass = { except: { permutation: "a single pass has no spread: every score is 0, and positions decide" } }

/** Strategies that take the highest scores promise what their score allows. */
const greedy = { deterministic: true, nested: true }

const strategies: ReadonlyArray<readonly [Strategy.Any, LawfulOptions]> = [
  [model.leastConfidenceSampling(), { traits: greedy }],
  [model.marginSampling(), { traits: greedy }],
  [model.marginSampling({ ties: "seeded" }), {}],
  [model.entropySampling(), { traits: greedy }],
  [model.leastConfidenceDropoutSampling(), { traits: greedy }],
  [model.marginDropoutSampling(), { traits: greedy }],
  [model.entropyDropoutSampling(), { traits: greedy }],
  [model.baldSampling(), { traits: greedy, ...onePass }],
  [model.meanStdSampling(), { traits: greedy, ...onePass }],
  [model.variationRatioSampling(), { traits: { nested: true } }],
  [model.variationRatioSampling({ profile: "official" }), { traits: greedy }],
  [model.mcEntropySampling(), { traits: greedy }],
  [model.queryByCommittee(), { traits: { nested: true } }],
  [model.queryByCommittee({ disagreement: "consensus-kl" }), { traits: greedy, ...onePass }],
  [model.msalSampling(), { traits: greedy }],
  [model.msalD(), {}],
  [model.msalD({ uncertainty: model.margin(), beta: 2 }), {}],
  [model.ceal(), { traits: greedy }],
  [model.ceal({ uncertainty: "msal", delta: 0.2 }), { traits: greedy }],
  [model.badge(), { traits: { nested: true } }],
  [model.diverseMinibatch(), fewer],
  [model.clue(), fewer],
  [model.falcun(), { traits: { nested: true } }],
  [model.dropquery({ beta: 2 }), { ...fewer, query: { cols: [2, 3, 5] } }],
  [model.epigSampling(), onePass],
  [model.epigSampling({ targets: 3 }), { traits: { nested: true } }],
  [model.tailFirst(), { traits: { nested: true } }],
  [model.tailFirst({ quotas: "equal", score: model.bald() }), { traits: { nested: true } }],
  [model.direct(), {}],
  [model.refine({ depth: 2, batches: 5, subset: "60%" }), { numRuns: lawRuns(12), query: { cols: [2, 3, 5] } }],
  [model.bait(), fewer],
  [model.bait({ form: "top-2", space: "embedding" }), fewer],
  [model.batchBaldSampling({ samples: 64 }), { ...fewer, traits: { nested: true } }],
  [model.powerSampling(), { traits: { nested: true } }],
  [model.powerSampling({ score: model.margin(), form: "softmax" }), { traits: { nested: true } }],
  [model.powerSampling({ score: model.msal(), form: "softrank" }), { query: { columns: ["projection", "prototype"] } }],
  [model.densityWeightedSampling(), {
    traits: greedy,
    except: { permutation: "items unlike the others all have density 0, and positions decide" }
  }],
  [model.uherding(), {
    ...fewer,
    traits: greedy,
    query: { cols: [2, 3, 5] },
    except: { permutation: "two items that cover each other alone add equally much, and positions decide" }
  }],
  [model.typiclustThenMargin({ below: 2 }), { ...fewer, query: { cols: [2, 3, 5] } }]
]

for (const [strategy, options] of strategies) {
  laws(Strategy.text(strategy), lawful(strategy, { registry, ...options }))
}

const uncertain = [model.leastConfidence(), model.margin(), model.entropy()]
const dropout = [model.leastConfidenceDropout(), model.marginDropout(), model.entropyDropout(), model.mcEntropy()]
const scattered = [model.bald(), model.meanStd(), model.variationRatio(), model.voteEntropy(), model.consensusKl()]
const scores: ReadonlyArray<Score.Any> = [...uncertain, ...dropout, ...scattered, model.msal(), model.disagreement()]

for (const score of scores) {
  laws(`the score ${score.spec.name}`, lawful(score, { registry, traits: { deterministic: true, pointwise: true } }))
}

laws("the score epig", lawful(model.epig(), { registry, traits: { pointwise: true } }))
laws("the score power", lawful(model.power(model.entropy()), { registry }))

// Turning the space moves no pick but where two items are equally dense, as any two that are left are: there a cosine's
// last digit, which turning changes, decides. So what is promised is about the scores.
laws(
  "the score density-weighted",
  lawful(model.densityWeighted(model.entropy()), {
    registry,
    traits: { deterministic: true, rotation: true, scaling: 0 }
  })
)

for (const score of [...uncertain, ...dropout]) {
  const meanings = [Meaning.certaintyLowers, Meaning.extremes]
  laws(`the meaning of ${score.spec.name}`, meanings.map((law) => check(law, score, {})))
}

const byRows = [...uncertain, ...dropout, ...scattered]
const official = model.variationRatio({ profile: "official" })

for (const score of [...byRows, official]) {
  laws(`equal is equal for ${Spec.print(score.spec)}`, [check(Meaning.equalIsEqual, score, {})])
}

const least = (classes: number): readonly [number, number] => [0, 1 - 1 / classes]
const nats = (classes: number): readonly [number, number] => [0, Math.log(classes)]
const shared = (classes: number, passes: number): readonly [number, number] => [0, Math.log(Math.min(classes, passes))]

const domains: ReadonlyArray<readonly [Score.Any, Meaning.Bounded["domain"]]> = [
  [model.leastConfidence(), least],
  [model.leastConfidenceDropout(), least],
  [model.variationRatio(), least],
  [official, least],
  [model.margin(), () => [-1, 0]],
  [model.margin({ offset: 1 }), () => [0, 1]],
  [model.marginDropout({ offset: 1 }), () => [0, 1]],
  [model.entropy(), nats],
  [model.mcEntropy(), nats],
  [model.entropyDropout(), nats],
  [model.bald(), shared],
  [model.consensusKl(), shared],
  [model.voteEntropy(), shared],
  [model.meanStd(), () => [0, 0.5]]
]

for (const [score, domain] of domains) {
  laws(`the domain of ${Spec.print(score.spec)}`, [check(Meaning.staysInDomain, { score, domain }, {})])
}

describe("six items whose votes, or whose probabilities, are the permutations of (1, 2, 3)", () => {
  const orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] as const
  const votes = [0, 1, 2, 3, 4, 5].map((t) =>
    Matrix.fromRows(orders.map(([a, b]) => [t < a ? 1 : 0, t >= a && t < a + b ? 1 : 0, t >= a + b ? 1 : 0]))
  )
  const probability = Matrix.fromRows(orders.map((order) => order.map((n) => n / 6)))
  const columns = {
    passes: votes,
    probability,
    feature: probability,
    embedding: Matrix.fromRows(orders.map(() => [1]))
  }
  const picks = (strategy: Strategy.Any, seed: number, budget = 6) =>
    Effect.runSync(Strategy.runAny(strategy, Query.makeUnsafe({ ...columns, budget, seed })))

  const ties = { ties: "seeded" } as const
  const pairs: ReadonlyArray<readonly [Strategy.Any, Strategy.Any]> = [
    [model.queryByCommittee(), model.queryByCommittee(ties)],
    [model.queryByCommittee({ disagreement: "consensus-kl" }), top(model.consensusKl(), ties)],
    [model.baldSampling(), model.baldSampling(ties)],
    [model.mcEntropySampling(), model.mcEntropySampling(ties)],
    [model.entropyDropoutSampling(), model.entropyDropoutSampling(ties)],
    [model.meanStdSampling(), model.meanStdSampling(ties)],
    [model.variationRatioSampling(), model.variationRatioSampling(ties)],
    [model.entropySampling(), model.entropySampling(ties)],
    [model.marginSampling(), model.marginSampling(ties)],
    [model.leastConfidenceSampling(), model.leastConfidenceSampling(ties)],
    [model.densityWeightedSampling(), top(model.densityWeighted(model.bald()), ties)],
    [model.ceal(), model.ceal(ties)]
  ].map(([plain, seeded]) => [plain, "node" in seeded! ? seeded : Strategy.make(seeded as Select.Any)] as never)

  /** Whether each of six was first as often as each other, of `draws`: not four standard deviations away. */
  const isFair = (firsts: Uint32Array, draws: number): boolean =>
    firsts.every((n) => Math.abs(n - draws / 6) < 4 * Math.sqrt(draws * 5 / 36))

  const draws = runs(400)

  for (const [plain, seeded] of pairs) {
    it(`${Strategy.text(plain)} takes them by position, or fairly by seed`, () => {
      assert.deepStrictEqual([...picks(plain, 0).positions], [0, 1, 2, 3, 4, 5])
      assert.strictEqual(new Set(picks(plain, 0).scores).size, 1)
      const firsts = new Uint32Array(6)
      for (let seed = 0; seed < draws; seed++) firsts[picks(seeded, seed, 1).positions[0]!]! += 1
      assert.isTrue(isFair(firsts, draws), firsts.join(" "))
    })
  }

  it("power draws among them without favor, in every form", () => {
    for (const form of ["power", "softmax", "softrank"] as const) {
      const strategy = model.powerSampling({ form, score: model.voteEntropy() })
      const firsts = new Uint32Array(6)
      for (let seed = 0; seed < draws; seed++) firsts[picks(strategy, seed, 1).positions[0]!]! += 1
      assert.isTrue(isFair(firsts, draws), `${form}: ${firsts.join(" ")}`)
    }
  })

  it("batchbald takes the first of them", () => {
    assert.strictEqual(picks(model.batchBaldSampling(), 0, 1).positions[0], 0)
    assert.strictEqual(picks(model.batchBaldSampling(), 0, 1).scores[0], picks(model.baldSampling(), 0, 1).scores[0])
  })
})

const selectors: ReadonlyArray<Select.Any> = [
  model.perPrototype(),
  model.seeding(),
  model.nearestToCenter(model.entropy()),
  model.weightedHerding(model.entropy()),
  model.topWithPseudoLabels(),
  model.topWithPseudoLabels({ by: "msal" }),
  model.batchBald({ samples: 20 }),
  model.perClass(model.entropy()),
  model.aroundThreshold(),
  model.forwardBackward(),
  model.byRelevance(),
  model.byRelevance({ gamma: 0 })
]

for (const select of selectors) laws(`the selector ${select.spec.name}`, lawful(select, { registry, ...fewer }))

const stages: ReadonlyArray<Stage.Any> = [
  model.calibrate(),
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
