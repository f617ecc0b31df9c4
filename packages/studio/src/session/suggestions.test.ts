import { assert, describe, it } from "@effect/vitest"
import { after, label, merge, says, undo } from "../../test/sessions.ts"
import { itemView } from "../view/item.ts"
import { problemOf } from "./check.ts"
import type { Act, Suggested } from "./event.ts"
import type { Session } from "./session.ts"

const suggests = (annotator: string, groups: Suggested["groups"], nonce = ""): Act => ({
  _tag: "Suggested",
  who: "import",
  nonce,
  annotator,
  groups
})

const of = (session: Session, item: number) =>
  session.suggested(item).map(({ annotator, class: id, p }) => [annotator, id, p])

/** What the page is shown. */
const shown = (session: Session, item: number) =>
  itemView(session, undefined, { item, order: "chosen" }, { id: "i" }).suggestions

describe("suggestions", () => {
  it("stand beside items as their annotators' last word, and count as nothing", () => {
    const first = suggests("tiny", [{ items: [0, 2], class: 1, p: [0.9, 0.5] }, { items: [3], class: 0, p: null }])
    const session = after([first, suggests("large", [{ items: [0], class: 0, p: null }])])
    assert.deepStrictEqual(of(session, 0), [["tiny", 1, 0.9], ["large", 0, null]])
    assert.deepStrictEqual([of(session, 1), of(session, 2), of(session, 3)], [[], [["tiny", 1, 0.5]], [[
      "tiny",
      0,
      null
    ]]])
    const { labeled, open } = session.counts()
    assert.deepStrictEqual([labeled, open, session.training().items.length, session.said(0)], [0, 20, 0, []])
    assert.deepStrictEqual(session.perClass(), new Map())
    const later = after([first, suggests("tiny", [{ items: [0], class: 0, p: [1] }])])
    assert.deepStrictEqual([of(later, 0), of(later, 2)], [[["tiny", 0, 1]], [["tiny", 1, 0.5]]])
    assert.deepStrictEqual(of(after([first, undo("import", 2)]), 0), [])
  })

  it("are shown with who suggests them, in classes as they are now, and not of held-out items", () => {
    const act = suggests("tiny", [{ items: [0, 1], class: 1, p: [0.9, 0.5] }])
    const merged = after([act, merge("ann", 1, 0)])
    assert.deepStrictEqual<unknown>(shown(merged, 0), [{ class: 0, p: 0.9, by: "tiny" }])
    const all = Array.from({ length: 20 }, (_, i) => i)
    const session = after([suggests("tiny", [{ items: all, class: 0, p: null }])], { measure: 0.5 })
    assert.isAbove(session.heldOut.order.length, 0)
    for (const item of all) assert.lengthOf(shown(session, item), session.heldOut.has(item) ? 0 : 1)
  })

  it("are no label until a person gives one, who is then said to have given it", () => {
    const session = after([suggests("tiny", [{ items: [0], class: 1, p: null }]), says("ann", 0, label(1))])
    assert.deepStrictEqual(session.said(0).map(({ who }) => who), ["ann"])
    assert.deepStrictEqual([session.counts().labeled, session.people().map(({ answers, who }) => [who, answers])], [
      1,
      [["import", 0], ["ann", 1]]
    ])
  })

  it("are refused where they cannot be", () => {
    const session = after([])
    const cases: ReadonlyArray<readonly [Suggested["groups"], RegExp]> = [
      [[], /about no item/],
      [[{ items: [20], class: 0, p: null }], /no item 20/],
      [[{ items: [1], class: 0, p: null }, { items: [1], class: 1, p: null }], /an item twice/],
      [[{ items: [1], class: 7, p: null }], /no class 7/],
      [[{ items: [1, 2], class: 0, p: [0.5] }], /1 probabilities for 2 items/]
    ]
    for (const [groups, message] of cases) assert.match(String(problemOf(session, suggests("t", groups, "n"))), message)
  })
})
