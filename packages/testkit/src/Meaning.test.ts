import { assert, describe, it } from "@effect/vitest"
import { Score, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import {
  drawBy,
  entropy,
  firstOf,
  inertia,
  margin,
  maxCosine,
  ofPasses,
  ofProbability,
  prototypes,
  sup,
  topOf,
  typicality
} from "../test/meanings.ts"
import { farthest, inTurn, length2, random } from "../test/toys.ts"
import type { Law } from "./Law.ts"
import * as Meaning from "./Meaning.ts"
import { check, type Options } from "./run.ts"

const confidence = (row: ReadonlyArray<number>) => Math.max(...row)

interface Trial<S> {
  readonly law: Law<S>
  readonly keep: { readonly [name: string]: S }
  readonly break: { readonly [fault: string]: S }
  readonly options?: Options
}

const trial = <S>(law: Law<S>, keep: Trial<S>["keep"], broken: Trial<S>["break"]): Trial<never> =>
  ({ law, keep, break: broken }) as unknown as Trial<never>

const score = length2()

/** `top` with what is chosen last left out of the order. */
const ordered = (top: (score: Score.Any) => ReturnType<typeof topOf>): Meaning.Ordered => ({ score, top })

/** A score that goes by the company: what the laws of filters exclude. */
const inverse = Score.make({
  spec: score.spec,
  needs: ["embedding"],
  of: (frame) => Effect.map(score.of(frame), (all) => all.map((x) => x * (frame.candidates.length % 2 === 0 ? 1 : -1)))
})

const trials: ReadonlyArray<Trial<never>> = [
  trial<Meaning.TopOf>(Meaning.topIsHighest, { top: { score, select: topOf(score) } }, {
    "the lowest first": { score, select: topOf(score, { sign: -1 }) },
    "the best left out": { score, select: topOf(score, { skip: 1 }) },
    "by position": { score, select: topOf(score, { sorted: false }) },
    "anything": { score, select: firstOf(score) }
  }),
  trial<Meaning.TopOf>(Meaning.tiesToSmaller, { top: { score, select: topOf(score) } }, {
    "ties to the larger position": { score, select: topOf(score, { ties: -1 }) },
    "ties in the wrong order": { score, select: topOf(score, { last: -1 }) }
  }),
  trial<Score.Any>(Meaning.certaintyLowers, {
    entropy: ofProbability(entropy),
    margin: ofProbability(margin),
    "least confidence": ofProbability((row) => -confidence(row)),
    "entropy of the mean": ofPasses(entropy)
  }, {
    "a sign": ofProbability((row) => -entropy(row)),
    "a sign, over passes": ofPasses(confidence),
    "the margin to the last": ofProbability((row) => Math.min(...row) === 0 ? 1 : margin(row)),
    "confidence": ofProbability(confidence)
  }),
  trial<Score.Any>(Meaning.extremes, { entropy: ofProbability(entropy), margin: ofProbability(margin) }, {
    "a sign": ofProbability((row) => -entropy(row)),
    "a constant": ofProbability(() => 1),
    "0 · log 0 as NaN": ofProbability((row) => -row.reduce((sum, p) => sum + p * Math.log(p), 0)),
    "no second class": ofProbability((row) => row.filter((p) => p === 0.5).length)
  }),
  trial<Score.Any>(Meaning.equalIsEqual, {
    margin: ofProbability(margin),
    "entropy in an order by value": ofProbability((row) => entropy(row.toSorted((a, b) => a - b))),
    "the highest mean": ofPasses(confidence, { sorted: true })
  }, {
    "entropy in the order of the classes": ofProbability(entropy),
    "a mean in the order of the passes": ofPasses(confidence)
  }),
  trial<Meaning.Bounded>(Meaning.staysInDomain, {
    margin: { score: ofProbability((row) => Math.max(0, Math.min(1, margin(row) + 1))), domain: () => [0, 1] }
  }, {
    "1 − the highest": { score: ofProbability((row) => 1 - confidence(row)), domain: () => [0, 1] },
    "entropy beyond log C": { score: ofPasses(entropy), domain: (classes) => [0, Math.log(classes)] }
  }),
  trial<Score.Any>(Meaning.outlierIsLeast, { typicality: typicality() }, {
    "a sign": typicality({ sign: -1 }),
    "neighbors from other clusters": typicality({ pool: true })
  }),
  trial<Score.Any>(Meaning.nearerTheMiddle, { sup: sup(1) }, {
    "no inverse": sup(1, { invert: false }),
    "the distance to the own center": sup(1, { toOwn: true })
  }),
  trial<Meaning.Sup>(Meaning.supCold, { sup }, {
    "empty clusters": (t) => sup(t, { empty: true }),
    "weights rise with distance": (t) => sup(t, { sign: 1 }),
    "no temperature": () => sup(1),
    "squared distances": (t) => sup(t, { squared: true })
  }),
  trial<Meaning.Sup>(Meaning.supHot, { sup }, {
    "no temperature": () => sup(1),
    "empty clusters": (t) => sup(t, { empty: true }),
    "the inverse temperature": (t) => sup(1 / t),
    "the own center": (t) => sup(t, { toOwn: true })
  }),
  trial<Meaning.Sup>(Meaning.supScales, { sup }, {
    "no temperature": () => sup(1),
    "the inverse temperature": (t) => sup(1 / t),
    "squared distances": (t) => sup(t, { squared: true })
  }),
  trial<Strategy.Any>(Meaning.coveredLast, { "in turn": Strategy.make(inTurn()) }, {
    random: Strategy.make(random()),
    "by score": Strategy.make(topOf(score))
  }),
  trial<Strategy.Any>(Meaning.twiceTheBest, { farthest: Strategy.make(farthest()) }, {
    random: Strategy.make(random()),
    "the longest": Strategy.make(topOf(score)),
    "the first": Strategy.make(firstOf(score))
  }),
  trial<Meaning.Inertia>(Meaning.inertiaFalls, {
    lloyd: (q) => inertia(q),
    "an Effect": (q) => Effect.sync(() => inertia(q))
  }, {
    "a new start each time": (q) => inertia(q, { restless: true }),
    "plain distances": (q) => q.iterations + inertia(q, { plain: true })
  }),
  trial<Meaning.Inertia>(Meaning.inertiaOfOne, {
    lloyd: (q) => inertia(q),
    "a promise": (q) => Promise.resolve(inertia(q))
  }, {
    "plain distances": (q) => inertia(q, { plain: true }),
    "no iteration": (q) => inertia({ ...q, iterations: 0 }),
    "the mean": (q) => inertia(q) / q.embedding.rows
  }),
  trial<Meaning.Draw>(Meaning.drawsBySquare, { "by square": drawBy(2) }, {
    uniformly: drawBy(0),
    "by distance": drawBy(1),
    "by the fourth power": drawBy(4),
    "an item at distance 0 now and then": (squared, seed) =>
      seed % 300 === 0 && squared.includes(0) ? squared.indexOf(0) : drawBy(2)(squared, seed),
    "the farthest": (squared) => squared.indexOf(Math.max(...squared))
  }),
  trial<Meaning.Prototypes>(Meaning.equiangular, { simplex: prototypes() }, {
    "not of unit length": prototypes({ length: 2 }),
    "rounded to single precision": prototypes({ blur: 1e-8 }),
    "one too many": (classes) => prototypes()(classes + 1)
  }),
  trial<Meaning.MaxCosine>(Meaning.cosineBounds, { cosine: maxCosine() }, {
    "a sign": maxCosine({ sign: -1 }),
    "no norm": maxCosine({ unit: false }),
    "never above 0.9": maxCosine({ most: 0.9 }),
    "NaN at zero": maxCosine({ zero: Number.NaN })
  }),
  ...[Meaning.keepTopTwice, Meaning.thresholdsCommute].map((law) =>
    trial<Meaning.Ordered>(law, { top: ordered(topOf) }, {
      "a score that goes by the company": { score: inverse, top: topOf }
    })
  ),
  trial<Meaning.Ordered>(Meaning.topOfTop, { top: ordered(topOf) }, {
    "the lowest first": ordered((of) => topOf(of, { sign: -1 })),
    "a score that goes by the company": { score: inverse, top: topOf }
  }),
  trial<Meaning.Ordered>(Meaning.increasingMaps, { top: ordered(topOf) }, {
    "by what the score is called": ordered((of) => topOf(of, { sign: of.spec.name === "rank" ? -1 : 1 })),
    "ties by name": ordered((of) => topOf(of, { ties: of.spec.name === "scale" ? -1 : 1 }))
  }),
  trial<Meaning.Ordered>(Meaning.stagesCompose, { top: ordered(topOf) }, {
    "a score that changes with each call": {
      score: (() => {
        let calls = 0
        return Score.make({
          spec: score.spec,
          needs: ["embedding"],
          of: (frame) => Effect.map(score.of(frame), (all) => all.map((x) => x * (calls++ % 3 - 1)))
        })
      })(),
      top: topOf
    }
  })
]

const outcome = (law: Law<never>, subject: never): Promise<string> =>
  check(law, subject, { numRuns: 60, seed: 1 }).run().then(() => "it holds", (error: Error) => error.message)

describe("laws of meaning", () => {
  for (const { break: broken, keep, law } of trials) {
    describe(law.id, () => {
      for (const [name, subject] of Object.entries(keep)) {
        it(`holds of ${name}`, async () => assert.strictEqual(await outcome(law, subject), "it holds"))
      }
      for (const [fault, subject] of Object.entries(broken)) {
        it(`notices ${fault}`, async () =>
          assert.match(await outcome(law, subject), new RegExp(`^law "${law.id}" does not hold`)))
      }
    })
  }

  for (const { id, kind } of Meaning.all) {
    it(`${id} is seen holding and failing`, () => {
      assert.strictEqual(kind, "meaning")
      assert.isTrue(trials.some(({ law }) => law.id === id))
    })
  }
})
