import { assert, describe, it } from "@effect/vitest"
import { items, loaded, unit } from "../test/made.ts"
import { confusionOf, mistakesOf, wrongItems } from "./errors.ts"
import { makeGroups } from "./groups.ts"
import type { UnitRun } from "./read.ts"
import { seriesOf } from "./series.ts"

const made = (runs: ReadonlyArray<UnitRun>, known = true) => {
  const [group] = makeGroups(loaded(runs), new Map(known ? [["spots", items]] : []))
  return { group: group!, series: seriesOf(group!)[0]! }
}

const two = [0, 1].map((seed) => unit({ strategy: "random", seed, accuracy: [0.5, 0.6] }))

/** The last model gives these positions other classes. */
const wrongAt = (run: UnitRun, changes: Readonly<Record<number, number>>): UnitRun => ({
  ...run,
  rounds: run.rounds.map((round) => ({
    ...round,
    predictions: Uint8Array.from(items.labels, (label, i) => changes[i] ?? label)
  }))
})

const confused = (run: UnitRun, confusion: ReadonlyArray<number>): UnitRun => ({
  ...run,
  rounds: run.rounds.map((round) => ({ ...round, event: { ...round.event, confusion } }))
})

describe("confusionOf", () => {
  it("sums what the journals say of the test items", () => {
    const { group, series } = made([
      confused(two[0]!, [3, 1, 0, 0, 4, 0, 2, 0, 2]),
      confused(two[1]!, [4, 0, 0, 0, 4, 0, 1, 0, 3])
    ])
    assert.deepStrictEqual(confusionOf(group, series), {
      strategy: "random",
      on: "test",
      counts: [[7, 1, 0], [0, 8, 0], [3, 0, 5]],
      seeds: 2
    })
  })

  it("is of the items without a label where one journal does not say it, and of none without the items", () => {
    // Rounds 0 and 1 label the items 0 to 5; item 6 is of class 0, item 7 of class 1.
    const runs = [
      wrongAt(confused(two[0]!, [1, 0, 0, 0, 1, 0, 0, 0, 1]), { 0: 1, 6: 2 }),
      wrongAt(two[1]!, { 6: 2, 7: 0 })
    ]
    const { group, series } = made(runs)
    const found = confusionOf(group, series)!
    assert.strictEqual(found.on, "rest")
    assert.deepStrictEqual(found.counts, [[14, 0, 2], [1, 15, 0], [0, 0, 16]])
    const without = made(runs, false)
    assert.isUndefined(confusionOf(without.group, without.series))
  })
})

describe("mistakesOf", () => {
  it("has the largest shares of a class first, then the more frequent, then the smaller classes", () => {
    const counts = [[0, 2, 2], [1, 0, 1], [9, 0, 1]]
    const found = mistakesOf({ strategy: "x", on: "test", counts, seeds: 1 }, 4)
    assert.deepStrictEqual(found.map(({ actual, predicted }) => [actual, predicted]), [[2, 0], [0, 1], [0, 2], [1, 0]])
    assert.deepInclude(found[0], { count: 9, of: 10 })
  })
})

describe("wrongItems", () => {
  it("has what most models get wrong first, as most of them see it", () => {
    const third = unit({ strategy: "random", seed: 2, accuracy: [0.5, 0.6] })
    const runs = [
      wrongAt(two[0]!, { 2: 0, 6: 2, 9: 1, 10: 0 }),
      wrongAt(two[1]!, { 6: 1, 9: 1 }),
      wrongAt(third, { 6: 1, 12: 1 })
    ]
    const { group, series } = made(runs), found = wrongItems(group, series, 3)
    assert.deepStrictEqual(found, [
      { position: 6, actual: 0, predicted: 1, wrong: 3, of: 3 },
      { position: 9, actual: 0, predicted: 1, wrong: 2, of: 3 },
      { position: 10, actual: 1, predicted: 0, wrong: 1, of: 3 }
    ])
  })

  it("counts a model only where it had no label of the item, and takes the smaller class of a tie", () => {
    const last = two[1]!, round = last.rounds[1]!
    const other = {
      ...last,
      rounds: [last.rounds[0]!, { ...round, event: { ...round.event, positions: [6, 7, 8], labels: [0, 1, 2] } }]
    }
    const { group, series } = made([wrongAt(two[0]!, { 6: 2 }), wrongAt(other, { 3: 1 })])
    assert.deepStrictEqual(wrongItems(group, series, 9).map(({ of, position }) => [position, of]), [[3, 1], [6, 1]])
    const tied = made([wrongAt(two[0]!, { 8: 1 }), wrongAt(two[1]!, { 8: 0 })])
    assert.strictEqual(wrongItems(tied.group, tied.series, 1)[0]!.predicted, 0)
    assert.deepStrictEqual(wrongItems({ ...group, items: undefined }, series, 9), [])
  })
})
