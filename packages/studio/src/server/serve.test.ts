import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { browse, type Browser, learnedFrom, openWorld } from "../../test/world.ts"
import type { Learn } from "../learner/protocol.ts"
import { readProject } from "../project/project.ts"
import type { AnswerRequest, GridView, ItemView, Live, MapView, ProjectView, ReviewView, Saved } from "./wire.ts"

let nonces = 0

const label = (items: ReadonlyArray<number>, id: number): AnswerRequest => ({
  nonce: `${nonces++}`,
  view: "one",
  order: "random",
  ms: 4,
  suggested: null,
  groups: [{ items, answer: { _tag: "Label", class: id } }]
})

/** What a browser hears, from when the line is open; `close` hangs up. */
const listen = Effect.fnUntraced(function*({ get }: Browser) {
  const response = yield* get("/api/live"), reader = response.body!.getReader()
  const heard: Array<Live> = [], decoder = new TextDecoder()
  let text = ""
  const read = async (): Promise<void> => {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true })
      const events = text.split("\n\n")
      text = events.pop()!
      for (const event of events) if (event.startsWith("data: ")) heard.push(JSON.parse(event.slice(6)))
    }
  }
  const reading = read().catch(() => {})
  return Object.assign(heard, { close: Effect.promise(() => reader.cancel().then(() => reading)) })
})

describe("serve", () => {
  it.live("asks, is answered, and tells", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld()
      const { get, json, send } = yield* browse(serving, "anna")
      const first = yield* json<ProjectView>("/api/project")
      assert.deepStrictEqual([first.me, first.size, first.heldOut, first.kind], ["anna", 40, 8, "image"])
      assert.deepStrictEqual(first.classes.map(({ key, name }) => [key, name]), [["1", "a"], ["2", "b"], ["3", "c"]])
      const next = yield* json<ReadonlyArray<ItemView>>("/api/next?count=5&held=")
      assert.lengthOf(next, 5)
      assert.strictEqual(next[0]!.order, "measure")
      const more = yield* json<ReadonlyArray<ItemView>>(`/api/next?count=5&held=${next.map(({ item }) => item).join()}`)
      assert.isFalse(more.some(({ item }) => next.some((one) => one.item === item)))
      const answer = label([next[0]!.item, next[1]!.item], 1)
      const saved = yield* send<Saved>("/api/answers", answer)
      assert.deepStrictEqual(saved.items, [next[0]!.item, next[1]!.item])
      assert.strictEqual(project.session().counts().labeled, 2)
      const item = yield* json<ItemView>(`/api/items/${next[0]!.item}`)
      assert.deepStrictEqual([item.status, item.class, item.said.map(({ who }) => who)], ["labeled", 1, ["anna"]])
      const after = yield* json<ProjectView>("/api/project")
      assert.deepStrictEqual([after.undo, after.counts.labeled, after.people[0]?.who], ["b on 2 items", 2, "anna"])
      yield* send("/api/undo", { nonce: "back", act: null })
      assert.strictEqual((yield* json<ProjectView>("/api/project")).counts.labeled, 0)
      yield* send("/api/redo", { nonce: "forth", act: answer.nonce })
      assert.strictEqual((yield* json<ProjectView>("/api/project")).counts.labeled, 2)
      assert.strictEqual((yield* get("/")).status, 200)
    })))

  it.live("tells two browsers of each other's work", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const anna = yield* browse(serving, "anna"), bo = yield* browse(serving, "bo")
      const heard = yield* listen(bo)
      const [mine] = yield* anna.json<ReadonlyArray<ItemView>>("/api/next?count=1")
      const [other] = yield* bo.json<ReadonlyArray<ItemView>>("/api/next?count=1")
      assert.notStrictEqual(mine!.item, other!.item)
      const saved = yield* anna.send<Saved>("/api/answers", label([mine!.item], 2))
      while (!heard.some((live) => live._tag === "Changed" && live.seq === saved.seq)) yield* Effect.sleep("5 millis")
      const told = heard.find((live) => live._tag === "Changed" && live.seq === saved.seq)
      assert.deepStrictEqual(told, { _tag: "Changed", seq: saved.seq, who: "anna", items: [mine!.item] })
      const view = yield* anna.json<ProjectView>("/api/project")
      assert.deepStrictEqual(view.people.map(({ here, who }) => [who, here]), [["anna", false], ["bo", true]])
      yield* heard.close
      while ((yield* anna.json<ProjectView>("/api/project")).people.some(({ here }) => here)) {
        yield* Effect.sleep("5 millis")
      }
    })))

  it.live("writes what many send at once, each once, and tells each when it is on the disk", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld({ size: 300, created: { measure: 0 } })
      const { send } = yield* browse(serving, "anna")
      const answers = Array.from({ length: 100 }, (_, i) => label([i], i % 3))
      const sent = [...answers, ...answers.slice(0, 50)].map((answer) => send<Saved>("/api/answers", answer))
      const saved = yield* Effect.all(sent, { concurrency: 40 })
      assert.strictEqual(new Set(saved.map(({ seq }) => seq)).size, 100)
      assert.deepStrictEqual(saved.slice(100), saved.slice(0, 50))
      const { entries } = yield* readProject(project.folder)
      assert.strictEqual(entries.filter(({ event }) => event._tag === "Answered").length, 100)
    })))

  it.live("spaces near-duplicates of the learner's order, also those that somebody holds or answered", () =>
    Effect.scoped(Effect.gen(function*() {
      const { learner, project, room, serving } = yield* openWorld({ created: { measure: 0 } })
      const { json, send } = yield* browse(serving, "anna")
      while (room.learning.model() === undefined) yield* Effect.sleep("5 millis")
      learner.answers = false
      const order = Uint32Array.of(5, 6, 7, 20, 21, 22),
        alike = {
          items: order,
          // 5, 6 and 7 are one picture, 20 and 22 another.
          group: Int32Array.of(0, 0, 0, 1, 2, 1)
        }
      const lesson = learner.told.find((message) => message._tag === "Learn")!
      learner.say({ ...learnedFrom(lesson as Learn, 40), model: 2, order, alike, why: Array.from(order, String) })
      while (room.learning.model()?.learned.model !== 2) yield* Effect.sleep("5 millis")
      const next = (count: number, held: ReadonlyArray<number>) =>
        Effect.map(
          json<ReadonlyArray<ItemView>>(`/api/next?count=${count}&held=${held.join()}`),
          (items) => items.map(({ item }) => item)
        )
      // When nothing else is left of the order, they come all the same.
      assert.deepStrictEqual(yield* next(6, []), [5, 20, 21, 6, 7, 22])
      assert.deepStrictEqual(yield* next(2, [6]), [20, 21])
      yield* send("/api/answers", label([20], 1))
      assert.deepStrictEqual(yield* next(3, []), [5, 21, 6])
      assert.strictEqual(project.session().models().at(-1)!.order.length, 6)
    })))

  it.live("shows grids, reviews, the map and what is similar", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, room, serving } = yield* openWorld()
      const { get, json, send } = yield* browse(serving, "anna"), bo = yield* browse(serving, "bo")
      const free = Array.from({ length: 40 }, (_, i) => i).filter((item) => !project.session().heldOut.has(item))
      for (const item of free.slice(0, 12).reverse()) {
        yield* send("/api/answers", label([item], item === free[0] ? 2 : item % 3))
      }
      while (room.learning.model()?.learned.probability === undefined) yield* Effect.sleep("5 millis")
      const grid = yield* json<GridView>("/api/grid?class=1&count=5")
      assert.deepStrictEqual([grid.class, grid.title], [1, "The model's surest"])
      for (const { heldOut, item, status } of grid.items) {
        assert.deepStrictEqual([item % 3, heldOut, status], [1, false, "open"])
      }
      const other = yield* bo.json<GridView>("/api/grid?class=1&count=5")
      assert.isFalse(other.items.some(({ item }) => grid.items.some((one) => one.item === item)))
      const unlikely = yield* json<ReviewView>("/api/review?by=confidence&count=3")
      assert.deepStrictEqual([unlikely.total, unlikely.items[0]!.item], [12, free[0]!])
      assert.include(unlikely.items[0]!.reason, "the model gives c")
      const wrong = yield* json<ReviewView>("/api/review?by=mistakes")
      assert.strictEqual(wrong.items[0]?.item, free[0]!)
      assert.match(wrong.items[0]!.reason, /labeled c .*looks like/)
      yield* bo.send("/api/answers", label([free[1]!], (free[1]! + 1) % 3))
      const apart = yield* json<ReviewView>("/api/review?by=disagreement")
      assert.deepStrictEqual([apart.total, apart.items[0]!.status], [1, "conflict"])
      assert.match(apart.items[0]!.reason, /anna: ., bo: ./)
      const mine = yield* json<ReviewView>("/api/review?by=answered&from=1&count=1")
      assert.deepStrictEqual([mine.total, mine.items[0]!.item], [12, free[1]!])
      assert.deepStrictEqual((yield* json<GridView>("/api/similar/3?count=2")).items.map(({ item }) => item), [4, 5])
      assert.strictEqual((yield* get("/api/similar/40")).status, 404)
      const map = yield* json<MapView>("/api/map")
      const labels = new Int32Array(Uint8Array.from(Buffer.from(map.labels, "base64")).buffer)
      assert.deepStrictEqual([labels[free[0]!], labels[free[1]!], labels[free[20]!]], [2, -4, -1])
      assert.lengthOf(new Float32Array(Uint8Array.from(Buffer.from(map.points, "base64")).buffer), 80)
      const [answered] = yield* json<ReadonlyArray<ItemView>>("/api/next?count=1")
      assert.isArray(answered!.suggestions)
      const one = yield* json<ItemView>(`/api/items/${free[20]!}`)
      assert.deepStrictEqual(one.suggestions[0]!.class, free[20]! % 3)
      assert.lengthOf((yield* json<ItemView>(`/api/items/${project.session().heldOut.order[0]!}`)).suggestions, 0)
    })))

  it.live("changes classes, the strategy and the queue, and says what is wrong with a wish", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld()
      const { json, post, send } = yield* browse(serving, "anna")
      const refused = (path: string, body: unknown) =>
        Effect.gen(function*() {
          const response = yield* post(path, body)
          assert.strictEqual(response.status, 409, path)
          return (yield* Effect.promise(() => response.json() as Promise<{ problem: string }>)).problem
        })
      assert.strictEqual((yield* send<Saved>("/api/classes", { _tag: "Add", nonce: "1", name: "d" })).added, 3)
      yield* send("/api/classes", { _tag: "Rename", nonce: "2", id: 3, name: "e" })
      yield* send("/api/classes", { _tag: "Bind", nonce: "3", id: 3, key: "x" })
      yield* send("/api/classes", { _tag: "Merge", nonce: "4", from: 0, into: 3 })
      const { classes } = yield* json<ProjectView>("/api/project")
      assert.deepStrictEqual(classes.map(({ key, name }) => [name, key]), [["b", "1"], ["c", "2"], ["e", "x"]])
      assert.include(yield* refused("/api/strategy", { nonce: "5", strategy: "margn" }), "margin")
      yield* send("/api/strategy", { nonce: "6", strategy: "keep-top(entropy, 50%) | k-center" })
      const free = Array.from({ length: 40 }, (_, i) => i).findLast((item) => !project.session().heldOut.has(item))!
      yield* send("/api/queue", { nonce: "7", items: [free] })
      const next = yield* json<ReadonlyArray<ItemView>>("/api/next?count=2")
      assert.deepStrictEqual(next.find(({ order }) => order === "queue")?.item, free)
      assert.include(yield* refused("/api/queue", { nonce: "8", items: [40] }), "there is no item 40")
      assert.include(yield* refused("/api/answers", { ...label([1], 1), view: "import" }), "imported")
      assert.include(yield* refused("/api/answers", { ...label([1], 1), nonce: "x".repeat(101) }), "nonce")
      assert.include(yield* refused("/api/undo", { nonce: "9", act: "nobody's" }), "there is no act")
    })))
})
