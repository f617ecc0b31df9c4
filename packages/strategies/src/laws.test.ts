import { assert, describe, it } from "@effect/vitest"
import { type Part, type Score, type Select, type Stage, Strategy } from "@marginalia/core"
import { check, describeLaws, type LawfulOptions, Meaning } from "@marginalia/testkit"
import { lawRuns } from "../../core/test/runs.ts"
import { lawful } from "../test/laws.ts"
import * as strategies from "./index.ts"

const { herding, keepPerCluster, kCenter, kmeans, maxCoverage, normalize, onePerCluster, registry } = strategies
const { proximity, sup, top, typicality, uniform } = strategies

const laws = describeLaws({ describe, it })

/** normalize refuses a single column, where only the sign would be left. */
const wide = { query: { cols: [2, 3, 5] } } as const

/** What a greedy choice without randomness promises. */
const greedy = { deterministic: true, nested: true } as const

/** A covering's greedy choice: two items that cover each other, and nothing else that is open, add as much as each other. */
const covering = {
  traits: greedy,
  except: { permutation: "two items that cover each other alone add equally much, and positions decide" }
} as const

/** Every recipe as it comes. */
const recipes: ReadonlyArray<readonly [Strategy.Any, LawfulOptions]> = [
  [strategies.random(), {}],
  [strategies.typiclust(), wide],
  [strategies.supclust(), wide],
  [strategies.kCenterSampling(), { traits: { deterministic: true, nested: true } }],
  [strategies.probcover({ delta: 0.5 }), { ...wide, traits: { nested: true } }],
  [strategies.probcover(), wide],
  [strategies.kmeansSampling(), {}],
  [strategies.distinctSampling(), wide],
  [strategies.maxherding(), { ...wide, ...covering }],
  [strategies.facilityLocation(), { ...wide, ...covering }]
]

/** With other options, and put together: half as many queries each. */
const variants: ReadonlyArray<readonly [Strategy.Any, LawfulOptions]> = [
  [strategies.typiclust({ normalize: false, neighbors: 3 }), {}],
  [strategies.typiclust({ profile: "official" }), wide],
  [strategies.supclust({ normalize: false, temperature: 0.2 }), {}],
  [strategies.supclust({ sup: false }), wide],
  [strategies.supclust({ typicality: false }), wide],
  [strategies.kCenterSampling({ space: "feature" }), { traits: { deterministic: true, nested: true } }],
  [strategies.probcover({ delta: 0.5, profile: "official" }), wide],
  [strategies.maxherding({ bandwidth: "auto", normalize: false }), covering],
  [strategies.maxherding({ kernel: "top-hat", bandwidth: 0.5 }), { ...wide, traits: { nested: true } }],
  [strategies.maxherding({ reference: 6 }), wide],
  [strategies.facilityLocation({ reference: 400 }), { ...wide, ...covering }],
  [Strategy.mix([2, strategies.supclust()], [1, strategies.kCenterSampling()]), wide],
  [Strategy.orElse(strategies.probcover(), strategies.typiclust()), wide],
  [Strategy.subsample(12, strategies.typiclust()), wide]
]

for (const [strategy, options] of variants) laws(Strategy.text(strategy), lawful(strategy, { registry, ...options }))

for (const [strategy, options] of recipes) {
  laws(Strategy.text(strategy), lawful(strategy, { registry, numRuns: lawRuns(60), ...options }))
}

const scores: ReadonlyArray<readonly [Score.Any, LawfulOptions]> = [
  [uniform(), { traits: { pointwise: true } }],
  [typicality(), { traits: { deterministic: true, pointwise: true } }],
  [typicality({ distance: "squared" }), { traits: { deterministic: true, pointwise: true } }],
  [typicality({ neighborhood: "pool" }), { traits: { deterministic: true, pointwise: true } }],
  [sup(), { traits: { deterministic: true, pointwise: true } }],
  [proximity(), { traits: { deterministic: true, pointwise: true } }]
]

for (const [score, options] of scores) {
  laws(`the score ${score.spec.name}`, lawful(score, { registry, ...options }))
}

const selectors: ReadonlyArray<readonly [Select.Any, LawfulOptions]> = [
  [top(uniform()), { traits: { nested: true } }],
  [onePerCluster(typicality()), { traits: { nested: true } }],
  [onePerCluster(sup(), { refresh: true, largerThan: 1 }), {}],
  [kCenter(), { traits: { deterministic: true, nested: true } }],
  [maxCoverage({ delta: 1 }), { traits: { nested: true } }],
  [herding(), { traits: greedy }],
  [herding({ bandwidth: "auto" }), { traits: greedy }]
]

for (const [select, options] of selectors) {
  laws(`the selector ${select.spec.name}`, lawful(select, { registry, ...options }))
}

const stages: ReadonlyArray<readonly [Stage.Any, LawfulOptions]> = [
  [normalize(), wide],
  [kmeans(), {}],
  [kmeans({ over: "candidates", k: "budget" }), {}],
  [keepPerCluster(typicality()), {}],
  [keepPerCluster(sup(), 2), {}],
  [strategies.distinct(), { traits: { idempotent: true } }],
  [strategies.distinct({ eps: 0.3, keep: "farthest", space: "feature" }), { traits: { idempotent: true } }]
]

for (const [stage, options] of stages) {
  laws(`the stage ${stage.steps[0]!.spec.name}`, lawful(stage, { registry, numRuns: lawRuns(60), ...options }))
}

describe("the meaning of the clustering parts", () => {
  laws("typicality", [check(Meaning.outlierIsLeast, typicality(), {})])
  laws("sup", [
    check(Meaning.nearerTheMiddle, sup(), {}),
    check(Meaning.supCold, (temperature: number) => sup({ temperature }), {}),
    check(Meaning.supHot, (temperature: number) => sup({ temperature }), {}),
    check(Meaning.supScales, (temperature: number) => sup({ temperature }), {})
  ])
  laws(
    "top",
    [Meaning.topIsHighest, Meaning.tiesToSmaller].map((law) =>
      check(law, { select: top(proximity()), score: proximity() }, {})
    )
  )
  laws("kcenter", [check(Meaning.twiceTheBest, strategies.kCenterSampling(), {})])
  laws("supclust", [check(Meaning.coveredLast, strategies.supclust({ normalize: false }), {})])
  laws("typiclust", [check(Meaning.coveredLast, strategies.typiclust({ normalize: false }), {})])
})

describe("every strategy of the registry", () => {
  it("has a page: summary, cold start, complexity", () => {
    for (const { make, name } of registry.strategy.values()) {
      if (name === "dbal") continue
      const { about } = (make as Part.Part<Strategy.Any>["make"])({})
      for (const field of ["summary", "coldStart", "complexity"] as const) assert.isDefined(about?.[field], name)
    }
  })
})
