import { assert, describe, it } from "@effect/vitest"
import * as Queue from "../../../programs/page/state/queue.ts"
import type { Answer, ItemView } from "../../../programs/page/wire.ts"

const item = (number: number, order: ItemView["order"] = "strategy"): ItemView => ({
  item: number,
  id: String(number),
  order,
  rank: null,
  why: null,
  width: null,
  height: null,
  text: null,
  fields: null,
  suggestions: [],
  heldOut: false,
  status: "open",
  class: null,
  said: []
})

const queue = (...numbers: ReadonlyArray<number>): Queue.Queue => ({ ahead: numbers.map((n) => item(n)), past: [] })
const cat: Answer = { _tag: "Label", class: 0 }
const ahead = ({ ahead }: Queue.Queue) => ahead.map((one) => one.item)
const past = ({ past }: Queue.Queue) => past.map((one) => one.item.item)

describe("the label view's items", () => {
  it("an answer brings the next one; taking it back brings the item again", () => {
    const after = Queue.answered(queue(1, 2, 3), item(1), cat, "n")
    assert.deepStrictEqual([ahead(after), past(after)], [[2, 3], [1]])
    const back = Queue.restored(after, "n")
    assert.deepStrictEqual([ahead(back), past(back)], [[1, 2, 3], []])
    assert.strictEqual(Queue.restored(after, "other").past.length, 1)
  })

  it("an item that is answered again is remembered once, with the last answer", () => {
    const once = Queue.answered(queue(1, 2), item(1), cat, "n"), again = Queue.chosen(once, item(1, "chosen"))
    assert.deepStrictEqual(ahead(again), [1, 2])
    const twice = Queue.answered(again, item(1), { _tag: "Skip" }, "m")
    assert.deepStrictEqual(twice.past.map(({ answer, nonce }) => [answer._tag, nonce]), [["Skip", "m"]])
  })

  it("no item is there twice, and none that is answered already", () => {
    const filled = Queue.filled(queue(1, 2), [item(2), item(3), item(4)], (one) => one === 3)
    assert.deepStrictEqual(ahead(filled), [1, 2, 4])
  })

  it("a new order leaves what is on the screen and the one after it, and what was asked for by hand", () => {
    const before = { ahead: [item(1), item(2), item(3), item(4, "queue"), item(5, "chosen")], past: [] }
    assert.deepStrictEqual(ahead(Queue.renewed(before)), [1, 2, 4, 5])
  })

  it("what someone else answered goes, but not from under one's eyes", () => {
    assert.deepStrictEqual(ahead(Queue.overtaken(queue(1, 2, 3), new Set([1, 3]))), [1, 2])
  })
})
