import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { misfit, named, pieces, sidesOf, type Unnamed } from "./onnx-session.ts"

const said = (found: string | Unnamed): string => typeof found === "string" ? found : Message.toCode(found.problem)

describe("named", () => {
  it("is the only one, or the one asked for; of several none is guessed", () => {
    assert.strictEqual(named("output", undefined, ["y"]), "y")
    assert.strictEqual(named("output", "z", ["y", "z"]), "z")
    assert.match(said(named("output", undefined, ["y", "z"])), /it has 2 outputs \(y, z\): name one by `output`/)
    assert.match(said(named("input", undefined, ["a", "b"])), /it has 2 inputs \(a, b\): name one as `input`/)
    assert.match(said(named("output", "q", ["y", "z"])), /no output "q"; it has y, z/)
    assert.deepInclude(named("output", "q", ["y", "z"]), { value: "q", allowed: ["y", "z"] })
  })
})

describe("a fixed input", () => {
  it("has sides, and refuses others with what to say", () => {
    const session = {
      inputNames: ["x"],
      outputNames: ["y"],
      inputMetadata: [{ name: "x", shape: [8, 3, "h", -1] }]
    }
    const sides = sidesOf(session, "x")
    assert.deepStrictEqual(sides, [8, 3, undefined, undefined])
    assert.deepStrictEqual(sidesOf({ inputNames: ["x"], outputNames: [] }, "x"), [])
    assert.isUndefined(misfit(sides, [5, 3, 10, 20]))
    assert.isUndefined(misfit([], [5, 3]))
    const { problem, ...data } = misfit(sides, [5, 1, 10, 20])!
    assert.deepStrictEqual(data, { value: "1 × 10 × 20", expected: "3 × any × any" })
    assert.match(
      Message.toCode(problem),
      /it takes items of 3 × any × any, and these are 1 × 10 × 20; .*`size`/
    )
    assert.isDefined(misfit(sides, [5, 3]))
  })

  it("gets pieces of its batch, the last one filled up", () => {
    const all = [...pieces(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 2)]
    assert.deepStrictEqual(all.map(({ data, rows }) => [rows, ...data]), [[2, 1, 2, 3, 4], [2, 5, 6, 7, 8], [
      1,
      9,
      10,
      9,
      10
    ]])
    assert.deepStrictEqual([...pieces(Float32Array.of(1, 2), 2, 2)].length, 1)
    assert.deepStrictEqual([...pieces(new Float32Array(0), 0, 2)], [])
  })
})
