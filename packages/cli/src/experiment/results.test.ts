import { assert, describe, it } from "@effect/vitest"
import type { Statistics } from "@marginalia/core"
import { printed } from "./results.ts"

const run = (strategy: string, dataset: string, accuracy: ReadonlyArray<number>): Statistics.Run => ({
  strategy,
  dataset,
  seed: 0,
  labels: accuracy.map((_, i) => 10 * (i + 1)),
  accuracy,
  balancedAccuracy: accuracy,
  macroF1: accuracy
})

const runs = [run("random", "digits", [0.5, 0.75]), run("a, b", "digits", [0.5, 1])]

describe("printed", () => {
  it("is a table, csv or JSON", () => {
    assert.match(
      printed(runs, "random", "table"),
      /^digits: accuracy, 10 to 20 labels\n\nstrategy .*AUBC[\s\S]*a, b +1 +0\.7500/
    )
    assert.deepStrictEqual(printed(runs, "random", "csv").split("\n").slice(0, 4), [
      "data,strategy,seed,labels,accuracy,balanced_accuracy,macro_f1",
      "digits,random,0,10,0.5,0.5,0.5",
      "digits,random,0,20,0.75,0.75,0.75",
      "digits,\"a, b\",0,10,0.5,0.5,0.5"
    ])
    const json = JSON.parse(printed(runs, "random", "json")) as { readonly runs: unknown }
    assert.deepStrictEqual(json.runs, runs)
  })

  it("leaves out data sets without the control, and compares single rounds by their accuracy", () => {
    assert.notInclude(printed([...runs, run("a, b", "mnist", [1, 1])], "random", "table"), "mnist")
    assert.strictEqual(printed(runs, "margin", "table"), "")
    assert.include(printed([run("random", "digits", [0.5]), run("a", "digits", [0.75])], "random", "table"), "+0.2500")
  })
})
