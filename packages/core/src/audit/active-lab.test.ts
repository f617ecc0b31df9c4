import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import golden from "../../test/golden/audit.json" with { type: "json" }
import { OutOfRange } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import { activeLab } from "./active-lab.ts"
import { majority } from "./crowd.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>

const lab = (rows: Rows, labels: Rows, temperature?: number) =>
  activeLab({ probability: fromRows(rows), labels, ...(temperature === undefined ? {} : { temperature }) })
const close = (found: ArrayLike<number>, wanted: ReadonlyArray<number>) =>
  wanted.forEach((value, i) => assert.closeTo(found[i]!, value, 1e-6))

describe("ActiveLab", () => {
  it("of one annotator is worked out by hand: all weights are 1", () => {
    const { consensus, order, quality, scores } = lab([[0.75, 0.25], [0.25, 0.75], [0.5, 0.5]], [[0, 0, -1]])
    close(scores, [(0.75 * 2 + 0.5) / 3, (0.25 * 2 + 0.5) / 3, (0.5 + 0.5) / 2])
    assert.deepStrictEqual([...consensus], [0, 0, -1])
    assert.deepStrictEqual([...order], [1, 2, 0])
    assert.isNaN(quality[2]!)
  })

  it("of nobody orders unlabeled items by how sure the model is", () => {
    const rows = [[0.75, 0.25], [0.25, 0.75], [0.5, 0.5]]
    for (const labels of [[], [[-1, -1, -1]]]) {
      const { order, scores } = lab(rows, labels)
      close(scores, [0.625, 0.625, 0.5])
      assert.deepStrictEqual([...order], [2, 0, 1])
    }
  })

  it.each(golden.crowds.map((one, i) => [i, one] as const))("is cleanlab's own, case %i", (_, one) => {
    const labels = one.labels.map((list) => [...list, ...one.unlabeled.map(() => -1)])
    const rows = [...one.rows, ...one.unlabeled]
    const found = lab(rows, labels, one.temperature)
    close(found.scores, [...one.scores, ...one.others])
    if (one.temperature === undefined) return
    assert.deepStrictEqual([...found.consensus.subarray(0, one.rows.length)], one.consensus)
    close(found.quality, one.quality!)
    close(found.annotatorWeight, one.annotatorWeight!)
    assert.closeTo(found.modelWeight, one.modelWeight!, 1e-6)
    // With labels counted by their class, and the temperature that fits those.
    const fair = lab(rows, labels)
    assert.closeTo(fair.temperature, one.fitted!, 1e-9)
    close(fair.scores, one.fittedScores!)
  })

  it("breaks ties of the vote by the model, then by rarity, then by better annotators, then downwards", () => {
    const vote = (labels: Rows, probability: Rows) => [...majority({
      labels: labels.map((list) => Int32Array.from(list)),
      probability: probability.map((row) => Float64Array.from(row)),
      annotators: labels[0]!.length,
      classes: probability[0]!.length
    })]
    const even = [0.5, 0.5]
    assert.deepStrictEqual(vote([[0, 1]], [[0.4, 0.6]]), [1])
    assert.deepStrictEqual(vote([[0, 1], [0, 0]], [even, even]), [1, 0])
    assert.deepStrictEqual(vote([[0, 1]], [even]), [0])
    // Both classes are given as often; the third annotator agrees with the majority less often than the others.
    const labels = [[0, 0, 1, -1], [1, 1, -1, -1], [-1, 1, 1, 1], [-1, -1, 0, 1], [0, 0, 0, -1]]
    const [, , , tied] = vote(labels, labels.map(() => even))
    assert.strictEqual(tied, 0)
    assert.deepStrictEqual(vote([[0, 0, 1], [1, 1, 0], [-1, 0, 1]], labels.slice(0, 3).map(() => even))[2], 0)
  })

  // Tie-rich: probabilities are quarters, some items without labels, some annotators without any.
  const crowds = fc.integer({ min: 1, max: 4 }).chain((annotators) =>
    fc.array(
      fc.tuple(
        fc.nat({ max: 4 }),
        fc.array(fc.integer({ min: -1, max: 1 }), { minLength: annotators, maxLength: annotators })
      ),
      { minLength: 1, maxLength: 12 }
    )
  )
  const of = (crowd: ReadonlyArray<readonly [number, ReadonlyArray<number>]>) => ({
    rows: crowd.map(([quarter]) => [quarter / 4, 1 - quarter / 4]),
    labels: crowd[0]![1].map((_, a) => crowd.map(([, labels]) => labels[a]!))
  })

  prop.prop([crowds])(
    "scores from 0 to 1, orders by them with ties to the smaller position, and agrees on a label that was given or likely",
    (crowd) => {
      const { rows, labels } = of(crowd), { consensus, order, quality, scores } = lab(rows, labels)
      assert.isTrue(scores.every((score) => score >= 0 && score <= 1))
      const sorted = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b)
      assert.deepStrictEqual([...order], sorted)
      crowd.forEach(([, list], i) => {
        const some = list.some((label) => label >= 0)
        assert.strictEqual(consensus[i]! >= 0, some)
        assert.strictEqual(Number.isNaN(quality[i]!), !some)
      })
    }
  )

  prop.prop([crowds])("does not depend on the order of annotators", (crowd) => {
    const { rows, labels } = of(crowd), there = lab(rows, labels), back = lab(rows, labels.toReversed())
    assert.closeTo(there.temperature, back.temperature, 1e-9)
    if (there.consensus.every((label, i) => label === back.consensus[i])) close(back.scores, [...there.scores])
  })

  it("is refused of what is no pool", () => {
    assert.throws(() => lab([[0.5, 0.5]], [[0], [0, 1]]), OutOfRange, "list 1 has 2 labels and there are 1 items")
    assert.throws(() => lab([[0.5, 0.5]], [], 0), OutOfRange, "the temperature is 0")
    assert.throws(() => lab([[1]], []), OutOfRange, "there are 1 classes")
    assert.throws(() => lab([[-0.5, 1]], []), OutOfRange, "the probability of item 0 for class 0 is -0.5")
  })
})
