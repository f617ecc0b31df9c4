import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { averageRanks } from "./average-ranks.ts"
import { compare } from "./compare.ts"
import type { Run } from "./run.ts"
import { sections } from "./sections.ts"

const run = (strategy: string, dataset: string, seed: number, last: number): Run => ({
  strategy,
  dataset,
  seed,
  labels: [10, 20],
  accuracy: [0, last]
})

const seeds = [0, 1, 2, 3, 4, 5, 6]

/** Margin always wins by a sixteenth or more; typiclust wins but on two seeds; random is the control. */
const runs = ["digits", "fashion"].flatMap((dataset) =>
  seeds.flatMap((seed) => [
    run("random", dataset, seed, 0.25),
    run("margin", dataset, seed, 0.25 + (seed + 1) / 16),
    run("typiclust", dataset, seed, 0.25 + (seed < 2 ? -1 : 1) * (seed + 1) / 32)
  ])
)

const options = { control: "random", resamples: 50 }

describe("compare", () => {
  it("puts strategies, tests and Holm's correction together, by hand", () => {
    const { datasets, strategies } = compare(runs, options)
    assert.deepStrictEqual(strategies, ["random", "margin", "typiclust"])
    assert.deepStrictEqual(datasets.map(({ dataset, labels }) => [dataset, labels]), [
      ["digits", [10, 20]],
      ["fashion", [10, 20]]
    ])
    const [random, margin, typiclust] = datasets[0]!.rows
    assert.deepStrictEqual([random!.strategy, random!.paired, random!.corrected], ["random", undefined, undefined])
    // AUBC is half the last accuracy here: differences (1 … 7) / 32, mean 4 / 32.
    assert.strictEqual(margin!.paired!.difference.mean, 4 / 32)
    assert.strictEqual(margin!.paired!.test!.p, 2 / 128)
    assert.strictEqual(margin!.corrected, 4 / 128)
    // Negative ranks 1 + 2: subsets of 1 … 7 that sum to at most 3 are {}, 1, 2, 3, 12: five.
    assert.strictEqual(typiclust!.paired!.test!.p, 10 / 128)
    assert.strictEqual(typiclust!.corrected, 10 / 128)
  })

  it("ranks over data sets by the mean measure", () => {
    const { ranks, reason } = compare(runs, options)
    assert.deepStrictEqual([ranks!.ranks, ranks!.datasets, ranks!.alpha, reason], [[3, 1, 2], 2, 0.05, undefined])
  })

  it("takes seeds in ascending order, and the bootstrap from its own seed", () => {
    const backward = compare(runs.toReversed(), options).datasets[0]!.rows.map(({ seeds }) => seeds)
    assert.deepStrictEqual(backward, [seeds, seeds, seeds])
    const interval = (seed: number) => compare(runs, { ...options, seed }).datasets[0]!.rows[1]!.paired!.bootstrap
    assert.deepStrictEqual(interval(0), compare(runs, options).datasets[0]!.rows[1]!.paired!.bootstrap)
    assert.notDeepEqual(interval(1), interval(0))
  })

  it("says why there are no ranks", () => {
    const why = (some: ReadonlyArray<Run>) => {
      const { ranks, reason } = compare(some, options)
      assert.isUndefined(ranks)
      return reason
    }
    const without = runs.filter(({ dataset, strategy }) => dataset === "digits" || strategy !== "margin")
    assert.strictEqual(why(without), "margin has no run on fashion")
    assert.strictEqual(
      why(runs.filter(({ dataset }) => dataset === "digits")),
      "average ranks need two data sets or more"
    )
    assert.match(why(runs.filter(({ strategy }) => strategy === "random"))!, /for 2 to 30 strategies; there are 1/)
  })

  it("follows its options", () => {
    const given = { ...options, measure: "final", confidence: 0.5, alpha: 0.1, zeros: "wilcoxon", targets: [0.25] }
    const { datasets, ranks, settings } = compare(runs, { ...given, seed: 3 } as Parameters<typeof compare>[1])
    assert.deepStrictEqual(settings, { ...given, curve: "accuracy", seed: 3 } as unknown as typeof settings)
    const margin = datasets[0]!.rows[1]!
    assert.strictEqual(margin.paired!.difference.mean, 4 / 16)
    assert.deepStrictEqual([margin.reached[0]!.target, margin.reached[0]!.runs, ranks!.alpha], [0.25, 7, 0.1])
    const usual = compare(runs, options).datasets[0]!.rows[1]!.paired!.t!
    const narrow = margin.paired!.t!
    assert.isBelow((narrow.high - narrow.low) / 2, usual.high - usual.low)
  })

  it("survives JSON", () => {
    const found = compare(runs, options)
    const dropUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
    assert.deepEqual(dropUndefined(compare(dropUndefined(runs) as typeof runs, options)), dropUndefined(found))
  })

  prop.prop([fc.shuffledSubarray(runs, { minLength: runs.length })])("does not mind the order of runs", (shuffled) => {
    const [one, other] = [compare(runs, options), compare(shuffled, options)]
    for (const { dataset, rows } of one.datasets) {
      const there = other.datasets.find((table) => table.dataset === dataset)!
      for (const row of rows) assert.deepStrictEqual(there.rows.find((r) => r.strategy === row.strategy), row)
    }
    const means = other.datasets.map(({ rows }) => rows.map(({ aubc }) => aubc!.mean))
    assert.deepStrictEqual(other.ranks!.ranks, averageRanks(means))
    other.strategies.forEach((strategy, s) => {
      assert.strictEqual(other.ranks!.ranks[s], one.ranks!.ranks[one.strategies.indexOf(strategy)])
    })
  })

  it("compares by the items asked about where the oracle declined some, and says so", () => {
    const shy = runs.map((one, i) => ({ ...one, asked: [10, 20], labels: i === 4 ? [9, 16] : one.labels }))
    const [digits, fashion] = compare(shy, options).datasets
    assert.deepStrictEqual([digits!.along, digits!.labels, fashion!.along], ["asked", [10, 20], "labels"])
    assert.deepStrictEqual(digits!.rows, compare(runs, options).datasets[0]!.rows)
    const heading = sections(compare(shy, options)).map((section) => section.heading)
    assert.strictEqual(heading[0], "digits: accuracy, 10 to 20 items asked about")
    assert.strictEqual(heading[1], "fashion: accuracy, 10 to 20 labels")
    assert.include(sections(compare(shy, options))[0]!.notes[0]!, "by items asked about")
    // By the labels that were got, each run has a width of its own; by the rounds, none has.
    const byLabels = compare(shy, { ...options, along: "labels" })
    assert.deepStrictEqual([byLabels.datasets[0]!.along, byLabels.settings.along], ["labels", "labels"])
    assert.strictEqual(compare(shy, { ...options, along: "rounds" }).datasets[0]!.along, "rounds")
  })

  it("takes a batch that was declined whole", () => {
    const asked = [10, 20], labels = [10, 10]
    const shy = runs.map((one) => ({ ...one, asked, labels }))
    assert.strictEqual(compare(shy, options).datasets[0]!.along, "asked")
    assert.throws(() => compare(shy, { ...options, along: "labels" }), OutOfRange, "it must rise")
  })

  it("refuses what cannot be compared", () => {
    const refused = (some: ReadonlyArray<Run>, message: string) =>
      assert.throws(() => compare(some, options), RangeError, message)
    refused([], "no runs to compare")
    refused([...runs, runs[4]!], "margin on digits with seed 1 is there twice")
    refused([run("margin", "digits", 0, 1)], "the control random has no run on digits")
    refused([...runs, { ...run("badge", "digits", 0, 1), labels: [10, 30] }], "in round 1, badge on digits with seed 0")
  })
})
