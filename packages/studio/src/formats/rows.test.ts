import { assert, describe, it } from "@effect/vitest"
import { after, bad, cannotTell, label, merge, says, skip, undo } from "../../test/sessions.ts"
import { rowsOf } from "./rows.ts"

const ids = Array.from({ length: 20 }, (_, i) => `${i}.png`)

const words = (acts: Parameters<typeof after>[0], change = {}) =>
  rowsOf(after(acts, change), ids).map(({ id, label, status, who }) => [id, status, label, who.join("+")])

describe("rows", () => {
  it("are the items that somebody said something of, by position, with what most say", () => {
    assert.deepStrictEqual(
      words([
        says("cia", 3, label(1)),
        says("ann", 1, label(0)),
        says("bob", 1, label(1)),
        says("cia", 1, label(1)),
        says("ann", 2, skip),
        says("ann", 4, cannotTell),
        says("ann", 5, bad),
        says("ann", 6, label(0)),
        says("bob", 6, label(1)),
        says("ann", 7, label(0)),
        undo("ann", 11)
      ]),
      [
        ["1.png", "labeled", "dog", "bob+cia"],
        ["2.png", "skipped", undefined, "ann"],
        ["3.png", "labeled", "dog", "cia"],
        ["4.png", "cannot-tell", undefined, "ann"],
        ["5.png", "bad", undefined, "ann"],
        ["6.png", "conflict", undefined, "ann+bob"]
      ]
    )
  })

  it("count merged classes as the one they are", () => {
    const [row] = rowsOf(after([says("ann", 1, label(0)), says("bob", 1, label(1)), merge("ann", 0, 1)]), ids)
    assert.deepStrictEqual([row?.label, row?.who, row?.opinions.map(({ decides, label }) => [label, decides])], [
      "dog",
      ["ann", "bob"],
      [["dog", false], ["dog", false]]
    ])
  })

  it("say when and how long of the last who agrees, and which opinion decides", () => {
    const [row] = rowsOf(
      after([
        says("ann", 1, label(0), { ms: 10 }),
        says("bob", 1, label(1), { ms: 20 }),
        says("cia", 1, label(0), { ms: 30, view: "adjudicate" }),
        says("dan", 1, label(1), { ms: 40 })
      ]),
      ids
    )
    assert.deepStrictEqual([row?.label, row?.at, row?.ms], ["cat", 3000, 30])
    assert.deepStrictEqual(row?.opinions.map(({ decides }) => decides), [true, false, true, false])
  })

  it("mark what is held out as test", () => {
    const session = after([says("ann", [0, 1, 2, 3, 4, 5, 6, 7], label(0))], { measure: 0.5 })
    for (const { item, split } of rowsOf(session, ids)) {
      assert.strictEqual(split, session.heldOut.has(item) ? "test" : "train")
    }
  })
})
