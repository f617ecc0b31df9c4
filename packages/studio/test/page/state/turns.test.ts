import { assert, describe, it } from "@effect/vitest"
import { acted, dropped, none, redone, type Turn, type Turns, undone } from "../../../programs/page/state/turns.ts"

const turn = (nonce: string): Turn => ({ nonce, view: "label", what: nonce, again: () => {}, back: () => {} })
const names = (
  { done, undone }: Turns
) => [done.map((one) => one.nonce).join(""), undone.map((one) => one.nonce).join("")]
const abc = ["a", "b", "c"].map(turn).reduce(acted, none)

describe("taking back and bringing back", () => {
  it("goes step by step, and back the same way", () => {
    assert.deepStrictEqual(names(undone(undone(abc))), ["a", "cb"])
    assert.deepStrictEqual(names(redone(undone(undone(abc)))), ["ab", "c"])
    assert.deepStrictEqual(names(redone(redone(undone(undone(abc))))), names(abc))
    assert.deepStrictEqual([names(undone(none)), names(redone(abc))], [["", ""], ["abc", ""]])
  })

  it("a new act ends what was taken back", () =>
    assert.deepStrictEqual(names(acted(undone(abc), turn("d"))), ["abd", ""]))

  it("what is refused never was", () => assert.deepStrictEqual(names(dropped(undone(abc), "b")), ["a", "c"]))
})
