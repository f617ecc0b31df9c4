import { assert, describe, it } from "@effect/vitest"
import { Stopping } from "@marginalia/core"
import { unit } from "../test/made.ts"
import { endingsOf, factsOf } from "./ending.ts"

const run = unit({ strategy: "a", seed: 0, accuracy: [0.5, 0.9, 0.8] })

describe("where a criterion ends a run", () => {
  it("is the first round at which it says stop, worked out by hand", () => {
    const [ending] = endingsOf([run], Stopping.budget({ labels: 4 }))
    assert.deepInclude(ending!, { round: 1, fired: true, early: true, labels: 6, accuracy: 0.9, saved: 3 })
    assert.closeTo(ending!.loss, -0.1, 1e-12)
  })

  it("may be the last round, with nothing saved; or none", () => {
    const [last, never] = [9, 10].flatMap((labels) => endingsOf([run], Stopping.budget({ labels })))
    assert.deepInclude(last!, { round: 2, fired: true, early: false, saved: 0, loss: 0 })
    assert.deepInclude(never!, { round: 2, fired: false, early: false, saved: 0, loss: 0 })
  })

  it("costs the labels of the test items that a criterion looks at, whether or not it says stop", () => {
    const [stops, never] = [0.5, 0.99].map((accuracy) =>
      endingsOf([run], Stopping.targetAccuracy({ accuracy, confidence: 0.5, items: 40 }))[0]!
    )
    assert.deepInclude(stops!, { round: 1, fired: true, own: 40, labels: 46, saved: -37 })
    assert.deepInclude(never!, { fired: false, own: 40, labels: 49, saved: -40 })
  })

  it("is looked for in what the journal says, and no more", () => {
    const [first] = factsOf(run)
    assert.isTrue(Number.isNaN(first!.uncertainty))
    assert.notProperty(first!, "tested")
  })
})
