import { assert, describe, it } from "@effect/vitest"
import { anew, type Question, remembered } from "./question.ts"

const take = (number: number, pick: number): Question<"Take"> => ({
  _tag: "Take",
  number,
  row: Float32Array.of(number),
  norm: Float64Array.of(1),
  pick
})
const assign: Question<"Assign"> = { _tag: "Assign", centers: Float64Array.of(1), drift: Float32Array.of(0) }
const lower = (x: number, keep: number): Question<"Lower"> => ({
  _tag: "Lower",
  centers: Float32Array.of(x),
  closed: Uint32Array.of(x),
  keep
})
const all = (...questions: ReadonlyArray<Question>) => questions.reduce<ReadonlyArray<Question>>(remembered, [])

describe("remembered", () => {
  it("leaves out what changes nothing", () =>
    assert.deepStrictEqual(all({ _tag: "Masses", block: 0 }, { _tag: "Assignment" }), []))
  it("keeps centers that were taken, as rows, until rows are assigned", () => {
    const begin: Question = { _tag: "Begin", count: 2 },
      means: Question = { _tag: "Means", k: 2, grid: Float64Array.of(1, 1) }
    assert.deepStrictEqual(all(begin, take(0, -1), take(1, 1)), [begin, take(0, -1), take(1, -1)])
    assert.deepStrictEqual(all(begin, take(0, -1), take(1, 1), means, assign, assign), [begin, means, assign])
  })
  it("forgets a start when another begins", () => {
    const begin: Question = { _tag: "Begin", count: 2 }
    assert.deepStrictEqual(all(begin, take(0, -1), begin), [begin])
  })
  it("puts passes of k-center together, and keeps no rows of them", () => {
    const field: Question = { _tag: "Field", open: Uint8Array.of(1) }
    const both = { ...lower(0, 0), centers: Float32Array.of(1, 2), closed: Uint32Array.of(1, 2) }
    assert.deepStrictEqual(all(field, lower(1, 9), lower(2, 9)), [field, both])
  })
})

describe("anew", () => {
  it("asks for a row where a candidate was meant, and else the same", () => {
    assert.deepStrictEqual(anew(take(3, 1)), take(3, -1))
    assert.strictEqual(anew(assign), assign)
  })
})
