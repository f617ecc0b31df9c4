/**
 * Equal is equal: what a score may not see, and where it may not go.
 */
import { type Columns, Matrix, type Score } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, list } from "../claim.ts"
import { draw, shuffled } from "../generate/draw.ts"
import type { Law, Property, Setting } from "../Law.ts"
import { made, meaning, scoresOf } from "./law.ts"

/** An item: for each pass its class probabilities, or one row for a score of `probability`. */
type Item = ReadonlyArray<ReadonlyArray<number>>

interface Facts {
  readonly classes: number
  readonly passes: number
  readonly votes: boolean
  readonly seed: number
}

/** A row without a tie for the first place: a committee's member has one favorite, whatever the order of the classes. */
const rowOf = ({ classes, seed, votes }: Facts, t: number): ReadonlyArray<number> => {
  const from = draw(seed, `pass ${t}`)
  const best = from.below(classes)
  if (votes) return Array.from({ length: classes }, (_, c) => c === best ? 1 : 0)
  const weights = Array.from({ length: classes }, () => from.below(2) === 0 ? 1 + from.below(3) : 3 * from.unit())
  const most = Math.max(...weights)
  const raised = weights.map((w, c) => c === best ? most * 1.25 : w)
  const sum = raised.reduce((a, b) => a + b, 0)
  return raised.map((w) => w / sum)
}

const facts = fc.record({
  classes: fc.integer({ min: 2, max: 7 }),
  passes: fc.integer({ min: 1, max: 6 }),
  votes: fc.boolean(),
  seed: fc.nat()
})

/** The same item with its classes in another order, the same in every pass, and its passes in another order. */
const turned = (item: Item, seed: number): Item => {
  const classes = shuffled(seed, "classes", item[0]!.length)
  const passes = shuffled(seed, "passes", item.length)
  return Array.from(passes, (t) => Array.from(classes, (c) => item[t]![c]!))
}

/** Items that are equal but for the order of their classes and passes (one pass, for a score of one row). */
const equals = (many: boolean): fc.Arbitrary<{ readonly items: ReadonlyArray<Item> }> =>
  facts.map(made((all) => {
    const item = Array.from({ length: many ? all.passes : 1 }, (_, t) => rowOf(all, t))
    return { items: [item, ...[1, 2, 3, 4, 5].map((turn) => turned(item, all.seed + turn))] }
  }))

const columnsOf = (score: Score.Any, items: ReadonlyArray<Item>): Partial<Columns> => {
  const passes = items[0]!.map((_, t) => Matrix.fromRows(items.map((item) => item[t]!)))
  return score.needs.includes("passes") ? { passes } : { probability: passes[0]! }
}

const scored = (setting: Setting, score: Score.Any, items: ReadonlyArray<Item>) =>
  scoresOf(setting, score, items.length, columnsOf(score, items))

/** The order of classes and passes changes no bit. */
export const equalIsEqual: Law<Score.Any> = meaning<Score.Any>({
  id: "equal-is-equal",
  title: "the order of classes and passes changes no bit of the score",
  statement:
    "Items whose probabilities are the same but for the order of the classes, and whose passes are the same but "
    + "for their order, have the same score to the last bit.",
  about: "a score of uncertainty, from probability or passes",
  property: (score, setting) =>
    fc.asyncProperty(equals(score.needs.includes("passes")), async ({ items }) => {
      const scores = await scored(setting, score, items)
      claim(scores.every((x) => Object.is(x, scores[0])), () => `equal items score ${list(scores)}`)
    }) as Property
})

/** A score, and the interval (`domain`) that it stays in, which may depend on the numbers of classes and passes. */
export interface Bounded {
  readonly score: Score.Any
  readonly domain: (classes: number, passes: number) => readonly [least: number, most: number]
}

/** Rows that a query accepts: they sum to 1 within a tolerance, in single precision, and their numbers may exceed 1. */
const edgeArb: fc.Arbitrary<{ readonly items: ReadonlyArray<Item> }> = fc.record({
  classes: fc.integer({ min: 2, max: 6 }),
  passes: fc.integer({ min: 1, max: 4 }),
  off: fc.constantFrom(0, 9.9e-4, -9.9e-4, 1.2e-7, -6e-8, 5e-8),
  seed: fc.nat()
}).map(made(({ classes, off, passes, seed }) => {
  const rows = (t: number): ReadonlyArray<number> => {
    const from = draw(seed, `edge ${t}`)
    const best = from.below(classes)
    const kinds = [
      Array.from({ length: classes }, (_, c) => c === best ? 1 : 0),
      Array.from({ length: classes }, () => 1 / classes),
      Array.from({ length: classes }, (_, c) => c === best ? 1 - 1e-7 : 1e-7 / (classes - 1))
    ]
    return kinds[from.below(3)]!.map((p) => p * (1 + off))
  }
  return { items: [Array.from({ length: passes }, (_, t) => rows(t))] }
}))

/** Rounding does not lead out of a domain. */
export const staysInDomain: Law<Bounded> = meaning<Bounded>({
  id: "stays-in-domain",
  title: "a score stays in its domain, however its input rounds",
  statement: "For every row of probabilities that a query accepts, whose sum may miss 1 a little and whose numbers may "
    + "exceed 1 a little, the score lies in its domain.",
  about: "a score of uncertainty with a domain, from probability or passes",
  property: ({ domain, score }, setting) =>
    fc.asyncProperty(edgeArb, async ({ items }) => {
      const [x] = await scored(setting, score, items)
      const [least, most] = domain(items[0]![0]!.length, items[0]!.length)
      claim(x! >= least && x! <= most, () => `it is ${x}, and its domain is [${least}, ${most}]`)
    }) as Property
})
