import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { axisAlong, axisOf, positionsOf, unitOf } from "./axis.ts"
import type { Run } from "./run.ts"

const run = (seed: number, labels: ReadonlyArray<number>, asked?: ReadonlyArray<number>): Run => ({
  strategy: "margin",
  dataset: "digits",
  seed,
  labels,
  accuracy: labels.map(() => 0),
  ...(asked === undefined ? {} : { asked })
})

describe("axisOf", () => {
  it("is the number of labels where all runs have the same", () => {
    assert.deepStrictEqual(axisOf([run(0, [10, 20]), run(1, [10, 20])]), { along: "labels", at: [10, 20] })
    // A run that says nothing of what it asked about got a label for each item.
    assert.deepStrictEqual(axisOf([run(0, [9, 20], [10, 21]), run(1, [9, 20])]).along, "labels")
  })

  it("is the number of items asked about where labels differ, or stand still", () => {
    assert.deepStrictEqual(axisOf([run(0, [9, 19], [10, 20]), run(1, [10, 20])]), { along: "asked", at: [10, 20] })
    assert.deepStrictEqual(axisOf([run(0, [9, 9], [10, 20])]), { along: "asked", at: [10, 20] })
  })

  it("is refused where runs share neither, and says where they part", () => {
    const refused = (other: Run, message: string) =>
      assert.throws(() => axisOf([run(0, [10, 20], [10, 20]), other]), OutOfRange, message)
    const where = "items asked about where margin on digits with seed 0 has"
    refused(run(4, [10, 30]), `in round 1, margin on digits with seed 4 has 30 ${where} 20; only runs with the same`)
    refused(run(4, [10]), `in round 1, margin on digits with seed 4 has no ${where} 20`)
    refused(run(4, [10, 20, 30]), `in round 2, margin on digits with seed 4 has 30 ${where} no`)
    refused(run(4, [10, Number.NaN]), "margin on digits with seed 4 has the number of labels NaN")
    assert.throws(() => axisOf([run(0, [10]), run(1, [11])]), OutOfRange, "has 11 labels where")
    assert.throws(() => axisOf([]), OutOfRange, "no runs")
    assert.throws(() => axisOf([{ ...run(0, []), labels: undefined as unknown as [] }]), OutOfRange, "no list")
  })
})

describe("axisAlong", () => {
  const runs = [run(0, [9, 19], [10, 20]), run(1, [10, 20], [10, 20])]

  it("is the one asked for", () => {
    assert.deepStrictEqual(axisAlong(runs, "rounds"), { along: "rounds", at: [0, 1] })
    assert.deepStrictEqual(axisAlong(runs, "labels"), { along: "labels", at: [9, 19] })
    assert.deepStrictEqual(runs.map((one) => positionsOf(one, "labels")), [[9, 19], [10, 20]])
    assert.strictEqual(unitOf("asked"), "items asked about")
  })

  it("is refused where runs asked about different numbers of items", () => {
    assert.throws(() => axisAlong([runs[0]!, run(1, [10, 20], [10, 30])], "labels"), OutOfRange, "in round 0")
    assert.throws(() => axisAlong([runs[0]!, run(1, [10], [10])], "rounds"), OutOfRange, "has no rounds where")
  })
})
