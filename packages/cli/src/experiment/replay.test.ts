import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../../datasets/test/files.ts"
import { spotsPool, writeExperiment } from "../../../report/test/experiment.ts"
import { cli } from "../../test/cli.ts"

describe("marginalia runs replay", { timeout: 60_000 }, () => {
  it.effect("tells what criteria would have saved, as a table, JSON and csv; refuses what is none", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* Effect.provide(
        writeExperiment(path, {
          strategies: ["random"],
          seeds: 2,
          rounds: 3,
          budget: 3,
          pools: { spots: spotsPool(24) }
        }),
        NodeServices.layer
      )
      const table = yield* cli(["runs", "replay", path, "--stop", "budget(5)", "--stop", "budget(90)"])
      assert.match(table.stdout, /spots +random +budget\(5\) +2 of 2 +6.0 +0 +3.0/)
      assert.match(table.stdout, /budget\(90\) +0 of 2 +9.0 +0 +0.0/)
      const json = yield* cli(["runs", "replay", path, "--stop", "budget(5)", "-f", "json"])
      assert.deepInclude(JSON.parse(json.stdout)[0], { dataset: "spots", criterion: "budget(5)", runs: 2, saved: 3 })
      const csv = yield* cli(["runs", "replay", path, "-f", "csv"])
      assert.lengthOf(csv.stdout.trimEnd().split("\n"), 4)
      const wrong = yield* cli(["runs", "replay", path, "--stop", "budge(5)"])
      assert.strictEqual(wrong.code, 1)
      assert.include(wrong.stderr, "budget")
    }))
})
