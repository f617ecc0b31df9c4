import { assert, describe, it } from "@effect/vitest"
import { Stopping } from "@marginalia/core"
import { unit } from "../test/made.ts"
import { replay } from "./replay.ts"

describe("criteria over runs that went on", () => {
  it("save labels at a loss, worked out by hand", () => {
    const runs = [
      unit({ strategy: "a", seed: 0, accuracy: [0.5, 0.7, 0.8] }),
      unit({ strategy: "a", seed: 1, accuracy: [0.5, 0.9, 0.8] })
    ]
    const labels = runs[0]!.rounds.map(({ event }) => event.labeled)
    const [first, second] = replay(runs, [
      Stopping.budget({ labels: labels[0]! }),
      Stopping.budget({ labels: 10_000 })
    ])
    assert.deepInclude(first!, { dataset: "spots", strategy: "a", runs: 2, stopped: 2 })
    assert.strictEqual(first!.saved, labels[2]! - labels[0]!)
    assert.closeTo(first!.loss, 0.3, 1e-12)
    assert.deepInclude(second!, { stopped: 0, saved: 0, loss: 0 })
  })
})
