import { assert, describe, it } from "@effect/vitest"
import * as Rng from "../Rng.ts"
import { row, type Settings } from "./row.ts"
import type { Run } from "./run.ts"

const settings: Settings = {
  control: "random",
  curve: "accuracy",
  measure: "final",
  confidence: 0.95,
  alpha: 0.05,
  zeros: "pratt",
  targets: [0.5, 0.75],
  resamples: 100,
  seed: 0
}

const run = (strategy: string, seed: number, accuracy: ReadonlyArray<number>): Run => ({
  strategy,
  dataset: "digits",
  seed,
  labels: [10, 20, 40].slice(0, accuracy.length),
  accuracy,
  picked: [[1, 0, 0], [0, 1, 0], [0, seed, 0]].slice(0, accuracy.length)
})

const control = [run("random", 0, [0, 0.25, 0.5]), run("random", 2, [0, 0.25, 0.25])]
const ours = [run("margin", 0, [0.25, 0.5, 1]), run("margin", 1, [0.25, 0.75, 0.75]), run("margin", 2, [0.5, 0.5, 0.5])]
const versus = { control, key: Rng.fromSeed(0), settings }

describe("row", () => {
  it("sums up AUBC, F-acc and DeepAL+'s AUBC, by hand", () => {
    const found = row(ours, versus)
    assert.deepStrictEqual(found.seeds, [0, 1, 2])
    assert.deepStrictEqual(found.final, { count: 3, mean: 0.75, standardError: 0.25 / Math.sqrt(3) })
    assert.deepStrictEqual(found.measure, found.final)
    // (10 · 0.375 + 20 · 0.75) / 30, (10 · 0.5 + 20 · 0.75) / 30, 0.5
    assert.closeTo(found.aubc!.mean, (18.75 + 20 + 15) / 90, 1e-15)
    // 0.5625, 0.625 and 0.5, rounded to three decimals (halves to even) before the mean.
    assert.closeTo(found.aubcDeepAl!.mean, (0.562 + 0.625 + 0.5) / 3, 1e-15)
  })

  it("tells the labels that a target took, and withholds a mean when a run never got there", () => {
    const [half, more] = row(ours, versus).reached
    // 20; half way from 10 to 20; 10
    assert.deepStrictEqual([half!.target, half!.runs, half!.labels!.mean], [0.5, 3, 15])
    assert.deepStrictEqual(more, { target: 0.75, runs: 2, labels: undefined })
  })

  it("pairs with the control over the seeds that both have", () => {
    const { paired } = row(ours, versus)
    assert.deepStrictEqual([paired!.difference.count, paired!.difference.mean, paired!.winRate], [2, 0.375, 1])
    assert.isUndefined(row(control, versus).paired)
    assert.isUndefined(row([run("margin", 9, [0, 0])], versus).paired)
  })

  it("compares the AUBC when told to", () => {
    const found = row(ours, { ...versus, settings: { ...settings, measure: "aubc" } })
    assert.deepStrictEqual(found.measure, found.aubc)
    // Control: (1.25 + 7.5) / 30 and (1.25 + 5) / 30.
    assert.closeTo(found.paired!.difference.mean, ((18.75 - 8.75) / 30 + (15 - 6.25) / 30) / 2, 1e-15)
  })

  it("sums up what was picked at the end", () => {
    const { picked } = row(ours, versus)
    assert.strictEqual(picked!.covered.mean, 2)
    const entropy = (p: number) => -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(3)
    assert.closeTo(picked!.entropyRatio.mean, (entropy(1 / 2) + entropy(1 / 3) + entropy(1 / 4)) / 3, 1e-15)
    const { picked: _, ...silent } = ours[1]!
    assert.isUndefined(row([ours[0]!, silent], versus).picked)
    assert.isUndefined(row([{ ...ours[0]!, picked: [[0, 0]] }], versus).picked)
  })

  it("has no AUBC for a single round, and refuses to compare by it", () => {
    const single = [run("margin", 0, [0.25])]
    const found = row(single, versus)
    assert.deepStrictEqual([found.aubc, found.aubcDeepAl, found.final.mean], [undefined, undefined, 0.25])
    const byArea = { ...versus, settings: { ...settings, measure: "aubc" as const } }
    assert.throws(() => row(single, byArea), RangeError, "margin on digits with seed 0 has a single round")
  })
})
