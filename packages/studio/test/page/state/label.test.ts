import { assert, describe, it } from "@effect/vitest"
import { letters } from "../pool.ts"
import { makeRoom } from "../room.ts"
import { bench, lineTo, memory } from "./world.ts"

const statusOf = ({ room }: Awaited<ReturnType<typeof bench>>, item: number): string => room.session.status(item)._tag

describe("labeling", () => {
  it("goes on before the server has written, and says when it has", async () => {
    const one = await bench(), { labeling, acts } = one.studio
    const [first, second] = labeling.queue.value.ahead
    labeling.answer({ _tag: "Label", class: 0 })
    assert.deepStrictEqual([labeling.current.value?.item, acts.outbox.state.value], [second!.item, "saving"])
    await one.settle()
    assert.strictEqual(one.studio.project.classes.value[0]!.labels, 1)
    assert.deepStrictEqual([statusOf(one, first!.item), acts.outbox.state.value], ["Labeled", "saved"])
  })

  it("has the next picture in front before anything else of an answer is done, and the item's own after all of it", async () => {
    const seen: Array<number | undefined> = [], store = memory(), { setItem } = store
    const one = await bench({ store }), { acts, labeling } = one.studio
    store.setItem = (name, value) => {
      seen.push(labeling.front.value)
      setItem(name, value)
    }
    const [first, second] = labeling.queue.value.ahead
    labeling.answer({ _tag: "Label", class: 0 })
    assert.deepStrictEqual([seen, labeling.front.value], [[second!.item], second!.item])
    labeling.answer({ _tag: "Skip" }, second)
    acts.undo()
    assert.strictEqual(labeling.front.value, second!.item)
    acts.undo()
    assert.strictEqual(labeling.front.value, first!.item)
    labeling.show(labeling.queue.value.ahead[3]!.item)
    await one.settle()
    assert.strictEqual(labeling.front.value, labeling.current.value?.item)
  })

  it("always has items in store", async () => {
    const one = await bench()
    for (let i = 0; i < 30; i++) {
      assert.isAtLeast(one.studio.labeling.queue.value.ahead.length, 4)
      one.studio.labeling.answer({ _tag: "Label", class: i % 3 })
      await one.settle()
    }
    assert.strictEqual(one.room.session.counts().labeled, 30)
  })

  it("asks for nothing while its store is full, however often it is told to fill it", async () => {
    const line = lineTo(makeRoom(letters(60))), one = await bench({ line }), { labeling } = one.studio
    const asked: Array<string> = [], { get } = line
    line.get = (path) => {
      asked.push(path)
      return get(path)
    }
    for (let times = 0; times < 3; times++) await labeling.fill()
    assert.deepStrictEqual(asked, [])
    labeling.answer({ _tag: "Label", class: 0 })
    await Promise.all([labeling.fill(), labeling.fill(), one.settle()])
    const counts = asked.flatMap((path) => /next\?count=(\d+)/.exec(path)?.[1] ?? [])
    assert.deepStrictEqual(counts, ["1"])
    assert.strictEqual(labeling.queue.value.ahead.length, 8)
  })

  it("asks about everything once, then about what was skipped", async () => {
    const one = await bench({ room: makeRoom(letters(20)) }), seen: Array<number> = []
    for (let i = 0; i < 22; i++) {
      seen.push(one.studio.labeling.current.value!.item)
      one.studio.labeling.answer(i < 2 ? { _tag: "Skip" } : { _tag: "Bad" })
      await one.settle()
    }
    assert.deepStrictEqual([new Set(seen.slice(0, 20)).size, seen.slice(20)], [20, seen.slice(0, 2)])
    assert.strictEqual(one.studio.labeling.state.value, "done")
  })

  it("takes back and brings back answers, skips too", async () => {
    const one = await bench(), { acts, labeling } = one.studio
    const items = labeling.queue.value.ahead.slice(0, 3).map(({ item }) => item)
    labeling.answer({ _tag: "Label", class: 0 })
    labeling.answer({ _tag: "Skip" })
    labeling.answer({ _tag: "CannotTell" })
    for (let i = 0; i < 3; i++) acts.undo()
    assert.strictEqual(labeling.current.value?.item, items[0])
    await one.settle()
    assert.deepStrictEqual(items.map((item) => statusOf(one, item)), ["Open", "Open", "Open"])
    for (let i = 0; i < 3; i++) acts.redo()
    await one.settle()
    assert.deepStrictEqual(items.map((item) => statusOf(one, item)), ["Labeled", "Skipped", "CannotTell"])
    assert.deepStrictEqual(acts.turns.value.undone, [])
  })

  it("takes back what an earlier page did", async () => {
    const before = await bench(), item = before.studio.labeling.current.value!.item
    before.studio.labeling.answer({ _tag: "Bad" })
    await before.settle()
    const after = await bench({ room: before.room })
    after.studio.acts.undo()
    await after.settle()
    assert.deepStrictEqual([statusOf(after, item), after.studio.labeling.current.value?.item], ["Open", item])
  })

  it("loses nothing when the server is away, nor when the page is closed then", async () => {
    const one = await bench(), items = one.studio.labeling.queue.value.ahead.slice(0, 3).map(({ item }) => item)
    one.line.away = true
    for (let i = 0; i < 3; i++) one.studio.labeling.answer({ _tag: "Label", class: 1 })
    one.studio.acts.undo()
    await one.settle()
    assert.deepStrictEqual([one.studio.acts.outbox.state.value, one.room.session.counts().labeled], ["offline", 0])
    const next = await bench({ room: one.room, store: memory(one.store.all) })
    await next.settle()
    assert.deepStrictEqual(items.map((item) => statusOf(next, item)), ["Labeled", "Labeled", "Open"])
    one.line.away = false
    await one.settle()
    assert.strictEqual(one.room.session.counts().labeled, 2)
  })

  it("counts an act once whose answer was lost", async () => {
    const room = makeRoom(letters(60)), line = lineTo(room), one = await bench({ room, line })
    line.deaf = true
    one.studio.labeling.answer({ _tag: "Label", class: 0 })
    await one.settle()
    line.deaf = false
    await one.settle()
    assert.isAbove(line.posts.length, 1)
    assert.strictEqual(new Set(line.posts.map(({ body }) => body.nonce)).size, 1)
    assert.deepStrictEqual([room.session.counts().labeled, [...room.session.history.all()].length], [1, 1])
  })

  it("brings an item back whose answer is refused, and says why", async () => {
    const one = await bench(), { labeling } = one.studio, item = labeling.current.value!.item
    labeling.answer({ _tag: "Label", class: 77 })
    await one.settle()
    assert.deepStrictEqual([labeling.current.value?.item, one.studio.acts.turns.value.done], [item, []])
    assert.match(one.told.join("\n"), /not done, there is no class 77/)
  })

  it("takes a new order in, and says so", async () => {
    const one = await bench(), { acts, labeling } = one.studio
    one.room.listeners.add(one.studio.heard)
    for (let i = 0; i < 14; i++) {
      labeling.answer({ _tag: "Label", class: one.room.pool.truth[labeling.current.value!.item]! })
      await one.settle()
    }
    assert.isDefined(one.room.model())
    assert.match(one.told.join("\n"), /New order from a model of 10 labels/)
    assert.include(labeling.queue.value.ahead.map(({ order }) => order), "strategy")
    assert.strictEqual(acts.outbox.state.value, "saved")
  })

  it("speaks of no model where an order came before there were labels", async () => {
    const one = await bench()
    one.studio.heard({ _tag: "Model", number: 1, labels: 0, sample: null })
    assert.match(one.told.join("\n"), /New order without labels/)
  })

  it("adds a class and labels with it", async () => {
    const one = await bench(), { classes, labeling } = one.studio, item = labeling.current.value!
    classes.add(" complaint ", (id) => labeling.answer({ _tag: "Label", class: id }, item))
    await one.settle()
    assert.deepStrictEqual(one.room.session.status(item.item), { _tag: "Labeled", class: 3 })
    assert.strictEqual(one.studio.project.nameOf(3), "complaint")
  })

  it("never shows a suggestion for an item that measures, nor when it is hidden", async () => {
    const one = await bench({ room: makeRoom(letters(60), { measure: 1 }) }), { labeling, settings } = one.studio
    for (let i = 0; i < 20; i++) {
      assert.isUndefined(labeling.suggested.value)
      labeling.answer({ _tag: "Label", class: i % 3 })
      await one.settle()
    }
    const two = await bench({ room: makeRoom(letters(60), { measure: 0 }) })
    for (let i = 0; i < 14; i++) {
      two.studio.labeling.answer({
        _tag: "Label",
        class: two.room.pool.truth[two.studio.labeling.current.value!.item]!
      })
      await two.settle()
    }
    two.studio.labeling.renew()
    await two.settle()
    for (let i = 0; i < 4; i++) two.studio.labeling.answer({ _tag: "Skip" })
    assert.isDefined(two.studio.labeling.suggested.value)
    two.studio.settings.value = { ...settings.value, suggestion: false }
    assert.isUndefined(two.studio.labeling.suggested.value)
  })
})
