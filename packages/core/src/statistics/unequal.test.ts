import { assert, describe, it } from "@effect/vitest"
import type { Run } from "./runs.ts"
import { spent, upToCommon } from "./unequal.ts"

const run = (strategy: string, dataset: string, accuracy: ReadonlyArray<number>, stopped?: string): Run => ({
  strategy,
  dataset,
  seed: 0,
  labels: accuracy.map((_, i) => 10 * (i + 1)),
  accuracy,
  macroF1: accuracy,
  ...(stopped === undefined ? {} : { stopped })
})

describe("runs that end at different numbers of labels", () => {
  const runs = [
    run("a", "x", [0.1, 0.2, 0.3]),
    run("b", "x", [0.4, 0.5], "budget(20)"),
    run("a", "y", [0.6, 0.7, 0.8])
  ]

  it("are cut to what all on a data set have, and it is said", () => {
    const found = upToCommon(runs)
    assert.deepStrictEqual(found.runs.map(({ labels }) => labels.length), [2, 2, 3])
    assert.deepStrictEqual(found.runs[0], run("a", "x", [0.1, 0.2]))
    assert.deepStrictEqual(found.remarks, [
      "on x, compared over the first 2 of 3 rounds, the last that all runs have; 1 of 2 stopped"
    ])
    assert.deepStrictEqual(upToCommon([runs[2]!]), { runs: [runs[2]!], remarks: [] })
    assert.deepStrictEqual(upToCommon([run("a", "z", [1]), run("b", "z", [1, 1])]).remarks, [
      "on z, compared over the first 1 of 2 rounds, the last that all runs have"
    ])
  })

  it("spent what they spent", () => {
    const found = spent([...runs, { ...run("b", "x", [0.4, 0.5, 0.9]), seed: 1 }])
    assert.deepStrictEqual(
      found.map(({ dataset, labels, runs, stopped, strategy }) => [dataset, strategy, runs, stopped, labels]),
      [
        ["x", "a", 1, 0, 30],
        ["x", "b", 2, 1, 25],
        ["y", "a", 1, 0, 30]
      ]
    )
    assert.closeTo(found[1]!.accuracy, 0.7, 1e-12)
  })

  it("spent the labels of the test items that their criterion looked at, too", () => {
    const [found] = spent([{ ...runs[0]!, own: 40 }, { ...runs[0]!, seed: 1 }])
    assert.deepStrictEqual([found!.labels, found!.own], [50, 20])
  })
})
