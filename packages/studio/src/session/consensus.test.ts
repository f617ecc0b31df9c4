import { assert, describe, it } from "@effect/vitest"
import { bad, cannotTell, label, skip } from "../../test/sessions.ts"
import { consensus, type GivenAnswer } from "./consensus.ts"

const same = (id: number) => id
const said = (answers: ReadonlyArray<unknown>, views: ReadonlyArray<string> = []): ReadonlyArray<GivenAnswer> =>
  answers.map((answer, i) =>
    ({ who: `p${i}`, seq: i + 2, at: 0, ms: 0, view: views[i] ?? "one", order: "random", answer }) as GivenAnswer
  )

describe("consensus", () => {
  it("is what most people say, and a conflict where none is ahead", () => {
    assert.deepStrictEqual(consensus([], same), { _tag: "Open" })
    assert.deepStrictEqual(consensus(said([skip]), same), { _tag: "Skipped" })
    assert.deepStrictEqual(consensus(said([label(3)]), same), { _tag: "Labeled", class: 3 })
    assert.deepStrictEqual(consensus(said([label(3), skip]), same), { _tag: "Labeled", class: 3 })
    assert.deepStrictEqual(consensus(said([label(3), label(1)]), same), { _tag: "Conflict", classes: [1, 3] })
    assert.deepStrictEqual(consensus(said([label(3), label(1), label(3)]), same), { _tag: "Labeled", class: 3 })
    assert.deepStrictEqual(consensus(said([bad]), same), { _tag: "Bad" })
    assert.deepStrictEqual(consensus(said([cannotTell, cannotTell, label(0)]), same), { _tag: "CannotTell" })
    assert.deepStrictEqual(consensus(said([bad, label(2)]), same), { _tag: "Conflict", classes: [2] })
  })

  it("is the last decision of an adjudicator, whatever the majority", () => {
    const three = said([label(0), label(0), label(1)], ["one", "one", "adjudicate"])
    assert.deepStrictEqual(consensus(three, same), { _tag: "Labeled", class: 1 })
    const two = said([label(0), label(2), label(1)], ["one", "adjudicate", "adjudicate"])
    assert.deepStrictEqual(consensus(two, same), { _tag: "Labeled", class: 1 })
    const undecided = said([label(0), skip], ["one", "adjudicate"])
    assert.deepStrictEqual(consensus(undecided, same), { _tag: "Labeled", class: 0 })
  })

  it("counts labels of merged classes as one, and none of a class that is gone", () => {
    const into = (id: number) => (id === 2 ? 0 : id === 9 ? -1 : id)
    assert.deepStrictEqual(consensus(said([label(0), label(2)]), into), { _tag: "Labeled", class: 0 })
    assert.deepStrictEqual(consensus(said([label(9)]), into), { _tag: "Skipped" })
    assert.deepStrictEqual(consensus(said([label(9), label(1)]), into), { _tag: "Labeled", class: 1 })
  })
})
