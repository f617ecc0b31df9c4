import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import * as naive from "../../test/naive.ts"
import { registry } from "../registry.ts"
import { supclust } from "./supclust.ts"
import { typiclust } from "./typiclust.ts"

const ask = (strategy: Strategy.Strategy<"embedding">, question: naive.Question) =>
  selectSync(strategy, {
    embedding: Matrix.fromRows(question.rows),
    cluster: { assignment: Int32Array.from(question.assignment) },
    labeled: question.labeled,
    budget: question.budget,
    seed: 0
  })

/** Two pick lists agree if, where they differ, the scores do so by rounding only. */
const same = (
  question: naive.Question,
  ours: ReadonlyArray<number>,
  theirs: ReadonlyArray<number>,
  score: (i: number) => number
) =>
  ours.every((position, n) => {
    const other = theirs[n]!
    const [a, b] = [score(position), score(other)]
    return position === other ||
      (question.assignment[position] === question.assignment[other] && Math.abs(a / b - 1) < 1e-9)
  })

const questions = fc.record({
  rows: fc.array(
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround), { minLength: 3, maxLength: 3 }),
    {
      minLength: 4,
      maxLength: 45
    }
  ),
  k: fc.integer({ min: 1, max: 5 }),
  fill: fc.double({ min: 0.01, max: 1, noNaN: true }),
  every: fc.integer({ min: 2, max: 9 })
}).map(({ every, fill, k, rows }): naive.Question => {
  const labeled = [...rows.keys()].filter((i) => i % every === 1)
  const left = rows.length - labeled.length
  return { rows, assignment: rows.map((_, i) => (i * 7) % k), labeled, budget: Math.max(1, Math.ceil(fill * left)) }
})

describe("supclust", () => {
  it("is the pipeline of the paper", () => {
    assert.strictEqual(
      Strategy.expanded(supclust()),
      "normalize | kmeans(labeled+budget) | keep-per-cluster(typicality, 10%) | one-per-cluster(sup)"
    )
    const cold = supclust({ temperature: 0.5, neighbors: 7, keep: 3 })
    assert.strictEqual(Strategy.text(cold), "supclust(temperature=0.5, neighbors=7, keep=3)")
    assert.strictEqual(
      Strategy.expanded(cold),
      "normalize | kmeans(labeled+budget) | keep-per-cluster(typicality(neighbors=7), 3) | " +
        "one-per-cluster(sup(temperature=0.5))"
    )
  })

  it("picks, of the most typical tenth of each cluster, the item nearest the other cluster, by hand", () => {
    // Two clusters of 20, evenly spaced on a line. K is 10, so the items with five neighbors on either side, 5 to 14 of
    // each, are equally typical; the first two of them stay, and of these SUP takes the one nearer to the other cluster.
    const left = Array.from({ length: 20 }, (_, i) => [i, 0])
    const right = Array.from({ length: 20 }, (_, i) => [100 + i, 0])
    const question = { rows: [...left, ...right], assignment: [...left.map(() => 0), ...right.map(() => 1)] }
    const { picks } = ask(supclust({ normalize: false }), { ...question, labeled: [], budget: 2 })
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [6, 25])
    assert.closeTo(picks[0]!.score, 1 / (109.5 - 6), 1e-12)
  })

  it("excludes clusters that hold a label while others can fill the budget", () => {
    const rows = [...Array(30).keys()].map((i) => [Math.cos(i), Math.sin(i), i % 3])
    const question = { rows, assignment: rows.map((_, i) => i % 3), labeled: [0], budget: 2 }
    const { positions } = ask(supclust(), question)
    assert.deepStrictEqual([...positions].map((i) => i % 3), [1, 2])
  })

  prop.prop([questions, fc.constantFrom(0.1, 1, 10)])(
    "agrees with the paper's text on any clusters",
    (question, temperature) => {
      fc.pre(naive.isClear(question))
      const { positions } = ask(supclust({ temperature, normalize: false }), question)
      const expected = naive.supclust(question, temperature)
      assert.isTrue(
        same(question, [...positions], expected, (i) => naive.sup(question, i, temperature)),
        `${positions} ${expected}`
      )
    }
  )

  prop.prop([questions])("TypiClust agrees with the paper's text on any clusters", (question) => {
    const { positions } = ask(typiclust({ normalize: false }), question)
    const expected = naive.typiclust(question)
    assert.isTrue(
      same(question, [...positions], expected, (i) => naive.typicality(question, i)),
      `${positions} ${expected}`
    )
  })

  prop.prop([questions])("normalizes first", (question) => {
    const once = ask(supclust(), question).positions
    assert.deepStrictEqual(
      once,
      ask(supclust({ normalize: false }), { ...question, rows: naive.unit(question.rows) }).positions
    )
  })

  prop.prop([questions, fc.constantFrom("sup", "typicality")])("has the paper's ablations", (question, without) => {
    const { picks } = ask(supclust({ [without]: false }), question)
    const names = new Set(picks.flatMap((pick) => pick.why.scores.map((score) => score.name)))
    assert.isFalse(names.has(without))
    assert.strictEqual(picks.length, question.budget)
  })

  it("reads back from its text and its JSON form", () => {
    const strategy = supclust({ temperature: 0.25, keep: "20%", sup: true })
    const again = Strategy.readUnsafe(Strategy.text(strategy), registry)
    assert.deepStrictEqual(Strategy.json(again), Strategy.json(strategy))
  })
})
