import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import {
  add,
  after,
  bad,
  cannotTell,
  clear,
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
import { consensus, type GivenAnswer } from "./consensus.ts"
import type { Act, Entry } from "./event.ts"
import { makeSession, type Session } from "./session.ts"
import { type Change, vocabularyOf } from "./vocabulary.ts"

const statuses = (session: Session, items: ReadonlyArray<number>) =>
  items.map((item) => {
    const status = session.status(item)
    return status._tag === "Labeled" ? status.class : status._tag
  })

describe("a session", () => {
  it("counts each item once, by what it is", () => {
    const session = after([
      says("ann", 0, label(1)),
      says("ann", 1, skip),
      says("ann", 2, cannotTell),
      says("ann", 3, bad),
      says("ann", [4, 5], label(0)),
      says("bob", 4, label(1))
    ])
    assert.deepStrictEqual(session.counts(), { open: 14, skipped: 1, labeled: 2, cannotTell: 1, bad: 1, conflict: 1 })
    assert.deepStrictEqual([...session.perClass()], [[1, 1], [0, 1]])
    assert.deepStrictEqual(session.training(), { items: [0, 5], classes: [1, 0] })
    assert.deepStrictEqual(session.people(), [{ who: "ann", answers: 6, at: 5000 }, {
      who: "bob",
      answers: 1,
      at: 6000
    }])
    assert.deepStrictEqual(session.recent("ann", 3), [4, 5, 3])
  })

  it("takes the last word of each person, and none where they take it back", () => {
    const session = after([
      says("ann", 0, label(1)),
      says("ann", 0, label(0)),
      says("ann", 1, label(0)),
      says("ann", 1, clear)
    ])
    assert.deepStrictEqual(statuses(session, [0, 1]), [0, "Open"])
  })

  it("undoes and redoes everything, one's own alone, the last first", () => {
    const acts = [says("ann", 0, label(1)), says("bob", 1, label(0)), says("ann", 0, label(0))]
    assert.strictEqual(after(acts).history.undoable("ann")?.seq, 4)
    const back = [...acts, undo("ann", 4)]
    assert.deepStrictEqual(statuses(after(back), [0, 1]), [1, 0])
    assert.strictEqual(after(back).history.undoable("ann")?.seq, 2)
    assert.strictEqual(after(back).history.redoable("ann")?.seq, 4)
    assert.deepStrictEqual(statuses(after([...back, undo("ann", 2)]), [0, 1]), ["Open", 0])
    const again = [...back, undo("ann", 2), redo("ann", 2), redo("ann", 4)]
    assert.deepStrictEqual(statuses(after(again), [0, 1]), [0, 0])
    assert.isUndefined(after(again).history.redoable("ann"))
    assert.isUndefined(after([...back, says("ann", 5, bad)]).history.redoable("ann"))
    assert.isUndefined(after(back).history.redoable("bob"))
  })

  it("keeps labels through renaming and merging, and takes both back", () => {
    const acts = [says("ann", 0, label(0)), add("ann", 2, "fox"), says("ann", 1, label(2)), rename("bob", 0, "lynx")]
    const merged = [...acts, merge("ann", 2, 0)]
    assert.deepStrictEqual(statuses(after(merged), [0, 1]), [0, 0])
    assert.deepStrictEqual(after(merged).vocabulary().classes.map(({ name }) => name), ["lynx", "dog"])
    assert.deepStrictEqual(statuses(after([...merged, undo("ann", 6)]), [0, 1]), [0, 2])
    assert.deepStrictEqual(after([...merged, undo("bob", 5)]).vocabulary().classes.map(({ name }) => name), [
      "cat",
      "dog"
    ])
    assert.deepStrictEqual([...after(merged).perClass()], [[0, 2]])
  })

  it("holds out a share of the pool, and never trains on it", () => {
    const { heldOut } = after([], { measure: 0.25 })
    assert.strictEqual(heldOut.order.length, 5)
    const item = heldOut.order[2]!, other = Array.from({ length: 20 }, (_, i) => i).find((i) => !heldOut.has(i))!
    const session = after([says("ann", [item, other], label(1))], { measure: 0.25 })
    assert.deepStrictEqual(session.training().items, [other])
    assert.deepStrictEqual(session.measuring().items, [item])
    assert.deepStrictEqual(after([], { measure: 0.25 }).heldOut.order, heldOut.order)
    assert.notDeepEqual(after([], { measure: 0.25, seed: 2 }).heldOut.order, heldOut.order)
    assert.strictEqual(after([], { measure: 0 }).heldOut.order.length, 0)
  })

  it("asks for what is queued until it has an answer that came later", () => {
    const acts = [says("ann", 3, label(0)), queue("ann", [7, 3, 7, 1])]
    assert.deepStrictEqual(after(acts).queue(), [7, 3, 1])
    assert.deepStrictEqual(after([...acts, says("bob", 3, skip)]).queue(), [7, 1])
  })
})

/** The same by definition: from nothing, with what was taken back left out. */
const reference = (entries: ReadonlyArray<Entry>) => {
  const counting = new Set<number>()
  for (const { event, seq } of entries) {
    if (event._tag === "Undone") counting.delete(event.target)
    else if (event._tag === "Redone") counting.add(event.target)
    else counting.add(seq)
  }
  const acts = entries.filter(({ seq }) => counting.has(seq))
  const { resolve } = vocabularyOf(
    created().classes,
    acts.map(({ event }) => event as Change).filter((event) => /^(Class|Key)/.test(event._tag))
  )
  return (item: number) => {
    const said = new Map<string, GivenAnswer>()
    for (const { at, event, seq } of acts) {
      if (event._tag !== "Answered") continue
      for (const { answer, items } of event.groups) {
        if (!items.includes(item)) continue
        said.delete(event.who)
        const { ms, order, view, who } = event
        if (answer._tag !== "Clear") said.set(who, { who, seq, at, ms, view, order, answer })
      }
    }
    return consensus([...said.values()], resolve)
  }
}

const who = fc.constantFrom("ann", "bob")
const item = fc.nat({ max: 3 })
const answer = fc.constantFrom(label(0), label(1), label(2), skip, cannotTell, bad, clear)
const wish = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constant("says" as const), who, fc.uniqueArray(item, { minLength: 1 }), answer) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("undo" as const), who) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("redo" as const), who) },
  fc.tuple(fc.constant("add" as const), who, fc.constantFrom("fox", "owl")),
  fc.tuple(fc.constant("rename" as const), who, item, fc.constantFrom("fox", "owl", "cat")),
  fc.tuple(fc.constant("merge" as const), who, item, item)
)

const actOf = (session: Session, [kind, name, a, b]: ReadonlyArray<unknown>): Act | undefined => {
  const by = name as string
  if (kind === "says") return says(by, a as ReadonlyArray<number>, b as never)
  if (kind === "add") return add(by, session.vocabulary().next, a as string)
  if (kind === "rename") return rename(by, a as number, b as string)
  if (kind === "merge") return merge(by, a as number, b as number)
  const target = kind === "undo" ? session.history.undoable(by) : session.history.redoable(by)
  if (target === undefined) return undefined
  return kind === "undo" ? undo(by, target.seq) : redo(by, target.seq)
}

/** What is possible of a list of wishes. */
const played = (wishes: ReadonlyArray<ReadonlyArray<unknown>>) => {
  const session = makeSession(created()), entries: Array<Entry> = []
  for (const one of wishes) {
    const act = actOf(session, one)
    if (act === undefined) continue
    const entry = { seq: entries.length + 2, at: entries.length, event: { ...act, nonce: `n${entries.length}` } }
    if (problemOf(session, entry.event) !== undefined) continue
    session.apply(entry)
    entries.push(entry)
  }
  return { session, entries }
}

describe("whatever two people do", () => {
  test.prop([fc.array(wish, { maxLength: 40 })])("each item is what the definition says", (wishes) => {
    const { entries, session } = played(wishes), expected = reference(entries)
    for (let at = 0; at < 4; at++) assert.deepStrictEqual(session.status(at), expected(at))
  })

  test.prop([fc.array(wish, { maxLength: 40 })])("opening the project again gives the same session", (wishes) => {
    const { entries, session } = played(wishes), again = makeSession(created())
    assert.isUndefined(replay(again, entries))
    assert.deepStrictEqual(again.counts(), session.counts())
    assert.deepStrictEqual(again.training(), session.training())
    assert.deepStrictEqual(again.vocabulary().classes, session.vocabulary().classes)
    assert.deepStrictEqual(again.people(), session.people())
  })

  test.prop([fc.array(wish, { maxLength: 40 })])(
    "the counts are those of the items, and no label is of nothing",
    (wishes) => {
      const { session } = played(wishes)
      const classes = new Set(session.vocabulary().classes.map(({ id }) => id))
      const counted = new Map<string, number>()
      for (let at = 0; at < 20; at++) {
        const status = session.status(at)
        counted.set(status._tag, (counted.get(status._tag) ?? 0) + 1)
        if (status._tag === "Labeled") assert.isTrue(classes.has(status.class))
      }
      const { bad, cannotTell, conflict, labeled, open, skipped } = session.counts()
      const expected = {
        Open: open,
        Skipped: skipped,
        Labeled: labeled,
        CannotTell: cannotTell,
        Bad: bad,
        Conflict: conflict
      }
      for (const [tag, n] of Object.entries(expected)) assert.strictEqual(counted.get(tag) ?? 0, n)
      assert.strictEqual([...session.perClass().values()].reduce((a, b) => a + b, 0), labeled)
    }
  )

  test.prop([fc.array(wish, { maxLength: 30 }), who])(
    "taking all back and bringing all back changes nothing",
    (wishes, by) => {
      const { entries, session } = played(wishes), before = [0, 1, 2, 3].map((at) => session.status(at))
      const push = (act: Act): boolean => {
        const entry = { seq: entries.length + 2, at: 0, event: { ...act, nonce: `n${entries.length}` } }
        if (problemOf(session, entry.event) !== undefined) return false
        session.apply(entry)
        entries.push(entry)
        return true
      }
      let steps = 0
      for (let last = session.history.undoable(by); last !== undefined && push(undo(by, last.seq));) {
        steps++
        last = session.history.undoable(by)
      }
      for (let i = 0; i < steps; i++) assert.isTrue(push(redo(by, session.history.redoable(by)!.seq)))
      assert.deepStrictEqual([0, 1, 2, 3].map((at) => session.status(at)), before)
    }
  )
})

describe("entriesOf", () => {
  it("numbers from 2, since the first event makes the project", () => {
    assert.deepStrictEqual(entriesOf([says("ann", 0, skip)]).map(({ seq }) => seq), [2])
  })
})
