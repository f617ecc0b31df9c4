import { assert, describe, it } from "@effect/vitest"
import { Stopping } from "@marginalia/core"
import { unit } from "../test/made.ts"
import { replayCsv, replayJson } from "./replay-output.ts"
import { replay } from "./replay.ts"

const rows = replay([unit({ strategy: "=top(x,y)", seed: 0, accuracy: [0.5, 0.75] })], [Stopping.budget({ labels: 3 })])

describe("a replay in text", () => {
  it("is csv, safe for spreadsheets where asked for; what is not known is empty", () => {
    const [head, line] = replayCsv(rows).trimEnd().split("\n")
    assert.strictEqual(head, "data,strategy,criterion,runs,stopped,labels,own,saved,accuracy,loss,loss_error,worst")
    assert.strictEqual(line, "spots,\"=top(x,y)\",budget(3),1,1,3,0,3,0.5,0.25,,0.25")
    assert.include(replayCsv(rows, true), "\"'=top(x,y)\"")
  })

  it("is JSON", () => {
    assert.deepStrictEqual(JSON.parse(replayJson(rows))[0].strategy, "=top(x,y)")
  })
})
