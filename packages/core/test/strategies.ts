/** Strategies of every form, made of toys: they need an embedding and nothing else. */
import { fc } from "@fast-check/vitest"
import * as Condition from "../src/Condition.ts"
import * as Filter from "../src/Filter.ts"
import * as Score from "../src/Score.ts"
import type * as Select from "../src/Select.ts"
import * as Stage from "../src/Stage.ts"
import * as Strategy from "../src/Strategy.ts"
import { best, broken, coordinate, crowd, first, lazy, noise, split, stretch, top } from "./toys.ts"

const count = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom("budget", "labeled+budget", "10*budget", "2*labeled + 3", "007*budget", "5")
)

/** Amounts: numbers, shares and expressions. */
export const amount = fc.oneof(count, fc.integer({ min: 1, max: 100 }).map((n) => `${n}%`), fc.constant("0.5%"))

const factor = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(1e-5, -1e-7, 1e21, 0.1 + 0.2),
  fc.double({ noNaN: true, noDefaultInfinity: true })
)

const { score } = fc.letrec<{ score: Score.Any; leaf: Score.Any }>((tie) => ({
  leaf: fc.oneof(
    fc.record({
      index: fc.nat(3),
      tag: fc.oneof(fc.constant(""), fc.constantFrom("true", "20", "a-b", "a-"), fc.string())
    })
      .map((options): Score.Any => coordinate(options)),
    fc.constant<Score.Any>(noise())
  ),
  score: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("score").map((one) => Score.negate(one)),
    tie("score").map((one) => Score.rank(one)),
    tie("score").map((one) => Score.standardize(one)),
    fc.tuple(tie("score"), factor).map(([one, by]) => Score.scale(one, by)),
    fc.tuple(tie("score"), tie("score")).map(([a, b]) => Score.add(a, b)),
    fc.tuple(tie("score"), tie("score")).map(([a, b]) => Score.multiply(Score.rank(a), Score.rank(b)))
  )
}))

const stage: fc.Arbitrary<Stage.Any> = fc.oneof(
  factor.map((by) => stretch({ by })),
  count.map((k) => Stage.andThen(split({ k }), Filter.keepTop(crowd(), "budget"))),
  fc.tuple(score, amount).map(([by, keep]) => Filter.keepTop(by, keep)),
  fc.tuple(score, factor).map(([by, threshold]) => Filter.atLeast(by, threshold))
)

const select: fc.Arbitrary<Select.Any> = fc.oneof(
  fc.constant(first()),
  fc.tuple(score, fc.constantFrom("position" as const, "seeded" as const)).map(([by, ties]) => top(by, { ties }))
)

/** Conditions of every kind. */
export const condition = fc.oneof(
  fc.nat(20).map(Condition.labeledBelow),
  fc.nat(5).map(Condition.labeledBelowPerClass),
  fc.nat(3).map(Condition.roundBelow)
)

/** A pipeline of up to three stages. */
export const pipeline: fc.Arbitrary<Strategy.Any> = fc.tuple(fc.array(stage, { maxLength: 3 }), select).map(
  ([stages, last]) =>
    Strategy.make(stages.reduce<Stage.Any>((all, next) => Stage.andThen(all, next), Stage.identity), last)
)

const weight = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.1, 0.7, 1e-7, 1e21))

const unsure: fc.Arbitrary<Strategy.Any> = fc.constantFrom<Strategy.Any>(
  Strategy.make(broken()),
  Strategy.make(lazy())
)

/** A strategy of any form. A part that fails or falls short stands only where another takes over. */
export const { strategy } = fc.letrec<{ strategy: Strategy.Any }>((tie) => ({
  strategy: fc.oneof(
    { depthSize: "small" },
    pipeline,
    amount.map((share): Strategy.Any => best({ share })),
    fc.array(fc.tuple(weight, tie("strategy")), { minLength: 1, maxLength: 3 }).map((parts) => Strategy.mix(...parts)),
    fc.tuple(condition, tie("strategy"), tie("strategy")).map(([when, a, b]) => Strategy.switchWhen(when, a, b)),
    fc.tuple(fc.oneof(unsure, tie("strategy")), tie("strategy")).map(([a, b]) => Strategy.orElse(a, b)),
    fc.tuple(fc.integer({ min: 1, max: 20 }), tie("strategy")).map(([n, one]) => Strategy.subsample(n, one))
  )
}))
