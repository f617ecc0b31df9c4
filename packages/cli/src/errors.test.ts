import { assert, describe, it } from "@effect/vitest"
import { InvalidOptions, InvalidQuery, MissingColumn, PartFailed, UnreadableStrategy } from "@marginalia/core"
import { FileProblem, InvalidInput } from "@marginalia/datasets/files/errors"
import { MissingPackage, UsageProblem } from "@marginalia/datasets/problems"
import { NotComparable } from "@marginalia/experiments/engine/of-manifest"
import { exitCodeOf } from "@marginalia/experiments/exit-code"
import { OtherPicks } from "./errors.ts"

describe("exitCodeOf", () => {
  it("is 1 for the user's input", () => {
    const errors = [
      new InvalidQuery({ reason: { _tag: "PastRound", round: 0 }, problem: "", hint: undefined }),
      new InvalidOptions({ part: "", path: "", reason: { _tag: "Twice" } }),
      new MissingColumn({ strategy: "", part: "", columns: [], supply: [] }),
      new PartFailed({ part: "", problem: "", reason: "Own", value: 0 }),
      new UnreadableStrategy({ text: "", at: 0, problem: "" }),
      new UsageProblem({ problem: "", hint: "", reason: "Missing", setting: "out" }),
      new InvalidInput({ path: "", problem: "", hint: "", reason: "Empty" })
    ]
    assert.deepStrictEqual(errors.map(exitCodeOf), errors.map(() => 1))
  })

  it("is 2 for the world, 3 for other picks", () => {
    const world = [
      new FileProblem({ path: "", problem: "", hint: "", reason: "NotFound" }),
      new NotComparable({ reason: { _tag: "Kernels", variant: "relaxed", node: "18" } }),
      new MissingPackage({ name: "", purpose: "", broken: undefined })
    ]
    assert.deepStrictEqual(world.map(exitCodeOf), [2, 2, 2])
    assert.strictEqual(exitCodeOf(new OtherPicks({ differences: 1, of: 2 })), 3)
  })

  it("is 70 for what nobody foresaw", () => {
    for (const error of [new Error("x"), undefined, "x", { _tag: "Unheard" }]) assert.strictEqual(exitCodeOf(error), 70)
  })
})
