import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { after, bad, created, entriesOf, label, queue, says, skip } from "../../test/sessions.ts"
import type { Act, Created, Trained } from "./event.ts"
import { makeLeases } from "./leases.ts"
import { type Asking, offersFor } from "./offer.ts"
import { makeSession, type Session } from "./session.ts"

const asking = (change: Partial<Asking> = {}): Asking => ({
  who: "ann",
  count: 1,
  held: [],
  isLent: () => false,
  ...change
})

const model = (order: ReadonlyArray<number>): Trained => ({
  _tag: "Trained",
  model: 1,
  upTo: 1,
  labels: 0,
  classes: [],
  strategy: "random",
  order,
  heldOut: [],
  uncertainty: null,
  changed: null,
  ms: 1
})

const ordered = (
  order: ReadonlyArray<number>,
  acts: ReadonlyArray<Act> = [],
  change: Partial<Created> = {}
): Session => {
  const session = makeSession(created(change))
  session.apply({ seq: 2, at: 0, event: model(order) })
  for (const entry of entriesOf(acts)) session.apply({ ...entry, seq: entry.seq + 1 })
  return session
}

const items = (session: Session, change: Partial<Asking> = {}) =>
  offersFor(session, asking(change)).map(({ item }) => item)

describe("offersFor", () => {
  it("goes by the strategy's order, and leaves out what was answered, is held or is lent", () => {
    const session = ordered([5, 3, 9, 1, 7], [says("bob", 3, label(0))])
    const offers = offersFor(session, asking({ count: 2, held: [5], isLent: (item) => item === 9 }))
    assert.deepStrictEqual(offers, [{ item: 1, order: "strategy", rank: 4 }, { item: 7, order: "strategy", rank: 5 }])
  })

  it("is random without an order, the same each time, and never an item twice", () => {
    const session = after([])
    assert.deepStrictEqual(items(session, { count: 20 }), [...session.anyOrder()])
    assert.isTrue(offersFor(session, asking({ count: 3 })).every(({ order }) => order === "random"))
    assert.strictEqual(items(session, { count: 30 }).length, 20)
  })

  it("asks first for what was queued", () => {
    assert.deepStrictEqual(items(ordered([1, 2], [queue("bob", [8, 4])]), { count: 3 }), [8, 4, 1])
  })

  it("gives held-out items their share, in their order, the first of all to them", () => {
    const session = ordered(Array.from({ length: 20 }, (_, i) => i), [], { measure: 0.2 })
    const offers = offersFor(session, asking({ count: 10 }))
    assert.strictEqual(offers.map(({ order }) => order[0]).join(""), "mssssmssss")
    assert.deepStrictEqual(
      offers.filter(({ order }) => order === "measure").map(({ item }) => item),
      [...session.heldOut.order.slice(0, 2)]
    )
    for (const { item, order } of offers) assert.strictEqual(session.heldOut.has(item), order === "measure")
  })

  it("counts what is in store: an item at a time gives the same as all at once", () => {
    const session = ordered(Array.from({ length: 20 }, (_, i) => i), [], { measure: 0.3 })
    const all = items(session, { count: 9 }), one: Array<number> = []
    for (let i = 0; i < 9; i++) one.push(...items(session, { held: one }))
    assert.deepStrictEqual(one, all)
  })

  it("asks a second person for the share of overlap", () => {
    const acts = [says("bob", [3, 4, 6], label(0)), says("bob", 2, bad)]
    const offers = offersFor(ordered([1, 2, 5, 7], acts, { overlap: 0.5 }), asking({ count: 4 }))
    assert.deepStrictEqual(offers.filter(({ order }) => order === "overlap").map(({ item }) => item).slice(0, 2), [
      3,
      4
    ])
    assert.deepStrictEqual(items(ordered([1, 5], acts), { count: 2 }), [1, 5])
  })

  for (const [share, people] of [[0.1, 2], [0.1, 5], [0.3, 2], [0.3, 10]] as const) {
    it(`asks a second person about ${share} of the items, however many people there are (${people})`, () => {
      const session = ordered(Array.from({ length: 400 }, (_, i) => i), [], { size: 400, measure: 0, overlap: share })
      for (let n = 0; n < 200; n++) {
        const who = `person ${n % people}`, [offer] = offersFor(session, asking({ who }))
        const event = { ...says(who, offer!.item, label(0), { order: offer!.order }), nonce: `n${n}` }
        session.apply({ seq: n + 3, at: n, event })
      }
      const said = Array.from({ length: 400 }, (_, item) => session.said(item).length).filter((count) => count > 0)
      assert.isTrue(said.every((count) => count <= 2))
      assert.closeTo(said.filter((count) => count === 2).length / said.length, share, 0.02)
    })
  }

  it("offers again what was asked for again since it was answered", () => {
    const acts = [queue("bob", [7]), says("bob", 7, label(0))]
    assert.notInclude(items(ordered([1, 2], acts), { count: 2 }), 7)
    assert.strictEqual(items(ordered([1, 2], [...acts, queue("bob", [7])]), { count: 2 })[0], 7)
  })

  it("brings back what was skipped when nothing else is left", () => {
    const session = after([
      says("ann", [0, 1, 2], skip),
      says("ann", Array.from({ length: 17 }, (_, i) => i + 3), label(0))
    ])
    const offers = offersFor(session, asking({ count: 5 }))
    assert.deepStrictEqual(offers.map(({ item, order }) => [item, order]), [[0, "skipped"], [1, "skipped"], [
      2,
      "skipped"
    ]])
  })

  it("spaces what looks alike, as long as there is something else", () => {
    const resembles = (item: number, recent: ReadonlyArray<number>) => item < 3 && recent.some((other) => other < 3)
    assert.deepStrictEqual(items(ordered([0, 1, 2, 7, 8, 9]), { count: 4, resembles }), [0, 7, 8, 9])
    assert.deepStrictEqual(items(ordered([0, 1, 2]), { count: 3, resembles }), [0, 1, 2])
  })
})

const answer = fc.constantFrom(label(0), label(1), skip, bad)

describe("whoever answers what they are asked", () => {
  test.prop([
    fc.uniqueArray(fc.nat({ max: 19 })),
    fc.array(fc.tuple(fc.constantFrom("ann", "bob"), answer), { maxLength: 60 }),
    fc.constantFrom(0, 0.1, 0.2, 0.5, 1),
    fc.constantFrom(0, 0.3)
  ])(
    "is asked about everything once before anything twice, and owed shares are kept",
    (order, steps, measure, overlap) => {
      const session = ordered(order, [], { measure, overlap })
      let seq = 2, acts = 0, measured = 0
      const seen = new Set<string>()
      for (const [who, said] of steps) {
        const [offer] = offersFor(session, asking({ who }))
        if (offer === undefined) break
        if (offer.order !== "skipped") {
          assert.isFalse(seen.has(`${who} ${offer.item}`))
          if (offer.order !== "overlap") assert.strictEqual(session.said(offer.item).length, 0)
        }
        seen.add(`${who} ${offer.item}`)
        if (offer.order === "measure") measured++
        acts++
        const event = { ...says(who, offer.item, said, { order: offer.order }), nonce: `s${seq}` }
        session.apply({ seq: ++seq, at: seq, event })
        const owed = Math.min(session.heldOut.order.length, Math.ceil(measure * acts - 1e-9))
        assert.isAtLeast(measured, owed)
      }
    }
  )
})

describe("leases", () => {
  it("lend an item to one person for five minutes", () => {
    const leases = makeLeases()
    leases.take("ann", [1, 2], 0)
    assert.isTrue(leases.isLent(1, "bob", 299_999))
    assert.isFalse(leases.isLent(1, "ann", 0))
    assert.isFalse(leases.isLent(1, "bob", 300_000))
    leases.free([1])
    assert.isFalse(leases.isLent(1, "bob", 1))
    leases.leave("ann")
    assert.isFalse(leases.isLent(2, "bob", 1))
  })
})
