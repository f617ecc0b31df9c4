import { assert, describe, it } from "@effect/vitest"
import {
  add,
  after,
  created,
  entriesOf,
  label,
  merge,
  queue,
  redo,
  rename,
  says,
  skip,
  undo
} from "../../test/sessions.ts"
import { problemOf, replay } from "./check.ts"
import type { Act } from "./event.ts"
import { LONGEST_NAME } from "./refusal.ts"
import { makeSession } from "./session.ts"

const problem = (before: ReadonlyArray<Act>, act: Act, nonce = "new") => problemOf(after(before), { ...act, nonce })

describe("problemOf", () => {
  it("lets pass what can be", () => {
    for (
      const act of [says("ann", [0, 19], label(1)), add("ann", 2, "fox"), queue("ann", [1, 1]), merge("ann", 0, 1)]
    ) {
      assert.isUndefined(problem([], act))
    }
  })

  it("says what is wrong with answers", () => {
    assert.match(problem([], says("ann", [], skip))!, /no item/)
    assert.match(problem([], says("ann", [0, 20], skip))!, /no item 20: the pool has 20/)
    assert.match(problem([], says("ann", [3, 3], skip))!, /an item twice/)
    assert.match(problem([], says("ann", 0, label(2)))!, /no class 2/)
    assert.match(problem([merge("ann", 0, 1)], says("ann", 0, label(0)))!, /merged into class 1/)
    assert.match(problem([], says("", 0, skip))!, /nobody/)
    assert.match(problem([says("ann", 0, skip)], says("ann", 1, skip), "n0")!, /done already/)
  })

  it("says what is wrong with classes", () => {
    assert.match(problem([], add("ann", 3, "fox"))!, /the next class is 2, not 3/)
    assert.match(problem([], add("ann", 2, "cat"))!, /a class "cat" already/)
    assert.match(problem([], add("ann", 2, " "))!, /needs a name/)
    assert.match(problem([], add("ann", 2, "fox "))!, /space/)
    assert.match(problem([], add("ann", 2, "a\nb"))!, /line breaks/)
    assert.match(problem([], add("ann", 2, "x".repeat(LONGEST_NAME + 1)))!, /at most 200/)
    assert.match(problem([], add("ann", 2, "a\ud83d"))!, /half of a character/)
    assert.match(problem([], rename("ann", 0, "dog"))!, /already/)
    assert.isUndefined(problem([], rename("ann", 0, "cat")))
    assert.match(problem([], rename("ann", 7, "x"))!, /no class 7/)
    assert.match(problem([], merge("ann", 1, 1))!, /itself/)
    assert.match(problem([], { _tag: "KeyBound", who: "ann", nonce: "", id: 0, key: "ab" })!, /one character/)
    assert.isUndefined(problem([], { _tag: "KeyBound", who: "ann", nonce: "", id: 0, key: "é" }))
    assert.match(problem([], { _tag: "StrategyChosen", who: "ann", nonce: "", strategy: " " })!, /needs a name/)
  })

  it("takes back one's last act alone, and brings back the last that was taken back", () => {
    const acts = [says("ann", 0, skip), says("bob", 1, skip), says("ann", 2, skip)]
    assert.match(problem(acts, undo("ann", 2))!, /not your last; that is 4/)
    assert.match(problem(acts, undo("ann", 3))!, /not your last/)
    assert.match(problem(acts, undo("eve", 4))!, /nothing to undo/)
    assert.match(problem(acts, redo("ann", 4))!, /nothing to redo/)
    const back = [...acts, undo("ann", 4), undo("ann", 2)]
    assert.match(problem(back, redo("ann", 4))!, /that is 2/)
    assert.isUndefined(problem(back, redo("ann", 2)))
  })

  it("keeps a class that someone labeled with, or that another was merged into", () => {
    const labeled = [add("ann", 2, "fox"), says("bob", 0, label(2))]
    assert.match(problem(labeled, undo("ann", 2))!, /"fox" has 1 label; merge/)
    assert.isUndefined(problem([...labeled, undo("bob", 3)], undo("ann", 2)))
    // In a conflict, or outvoted, a label is one, too.
    const contested = [...labeled, says("cy", 0, label(0))]
    assert.match(problem(contested, undo("ann", 2))!, /"fox" has 1 label; merge/)
    assert.match(problem([...contested, says("dan", 0, label(0))], undo("ann", 2))!, /"fox" has 1 label; merge/)
    assert.match(problem([...labeled, undo("bob", 3), undo("ann", 2)], redo("bob", 3))!, /no class 2/)
    const merged = [add("ann", 2, "fox"), merge("bob", 1, 2)]
    const crossed = [merge("ann", 1, 0), undo("ann", 2), merge("bob", 0, 1)]
    assert.match(problem(crossed, redo("ann", 2))!, /class 0 would be merged into none/)
    assert.match(problem(merged, undo("ann", 2))!, /class 1 would be merged into none/)
  })

  it("lets no two classes have one name, by undo and redo neither", () => {
    const renamed = [rename("ann", 0, "lion"), rename("bob", 1, "cat")]
    assert.match(problem(renamed, undo("ann", 2))!, /two classes "cat"/)
    const back = [add("ann", 2, "fox"), undo("ann", 2), add("bob", 3, "fox")]
    assert.match(problem(back, redo("ann", 2))!, /two classes "fox"/)
    assert.match(problem(back.slice(0, 2), add("bob", 2, "owl"))!, /the next class is 3/)
  })

  it("knows a project that is created twice and a model from the future", () => {
    assert.match(problemOf(after([]), created())!, /once/)
    const trained = {
      _tag: "Trained",
      model: 1,
      upTo: 9,
      labels: 0,
      classes: [],
      strategy: "random",
      order: [1],
      heldOut: []
    } as const
    const rest = { uncertainty: null, changed: null, ms: 1 }
    assert.match(problemOf(after([]), { ...trained, ...rest })!, /event 9, which is yet to come/)
    assert.match(problemOf(after([]), { ...trained, ...rest, upTo: 1, order: [20] })!, /no item 20/)
  })
})

describe("replay", () => {
  it("stops at the first event that cannot be", () => {
    const entries = entriesOf([says("ann", 0, skip), says("ann", 99, skip), says("ann", 1, skip)])
    const session = makeSession(created()), found = replay(session, entries)
    assert.strictEqual(found?.seq, 3)
    assert.strictEqual(session.counts().skipped, 1)
  })
})
