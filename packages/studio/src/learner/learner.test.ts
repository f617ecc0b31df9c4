import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { folderOf } from "../../../datasets/test/pictures.ts"
import { openItems } from "../items/open.ts"
import { makeLearner } from "./learner.ts"
import type { FromLearner, Learn, Start } from "./protocol.ts"

const classes = [10, 20, 30]

/** A strategy of one's own: the last items first. */
const PLUGIN = `
import { Options, Recipe, Score, Strategy } from "@marginalia/core"
import { top } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const late = Score.define({
  name: "late",
  summary: "later items first",
  options: Schema.Struct({ sign: Options.field(Schema.Finite, 1, "1: the last first") }),
  needs: ["embedding"],
  of: ({ sign }) => (frame) => Effect.succeed(Score.scatter(frame, Float64Array.from(frame.candidates, (p) => sign * p)))
})
export const latest = Recipe.define({
  name: "latest",
  options: Schema.Struct({}),
  about: { summary: "The last items of the pool." },
  build: () => Strategy.make(top(late()))
})
`

const lesson = (model: number, more: Partial<Learn> = {}): Learn => ({
  _tag: "Learn",
  model,
  upTo: 7,
  strategy: "margin",
  budget: 6,
  classes,
  items: new Uint32Array(),
  labels: new Int32Array(),
  answered: new Uint32Array(),
  ...more
})

/** Thirty points on three spots, and a learner that has begun on them. */
const begun = Effect.fnUntraced(function*(
  more: Partial<Start> = {},
  waits: (message: FromLearner) => boolean = (message) => message._tag === "Working" && message.doing === "choosing"
) {
  const rows = Array.from({ length: 30 }, (_, i) => `r${i},${i % 3 === 0 ? 9 : 0}.${i},${i % 3 === 1 ? 9 : 0}.${i % 7}`)
  const root = yield* folderOf({ "pool.csv": `id,x,y\n${rows.join("\n")}\n` })
  const source = { path: `${root}/pool.csv`, encoder: "auto" }
  const { hash } = yield* openItems(source)
  const heard = yield* Queue.unbounded<FromLearner>()
  const gate = yield* Deferred.make<void>()
  const learner = yield* makeLearner((message) =>
    Effect.andThen(
      waits(message) ? Deferred.await(gate) : Effect.void,
      Queue.offer(heard, message)
    )
  )
  const next = Effect.gen(function*() {
    for (;;) {
      const message = yield* Queue.take(heard)
      if (message._tag !== "Working") return message
    }
  })
  const heldOut = Uint32Array.of(3, 4, 5)
  yield* learner.hear({ _tag: "Start", source, items: hash, folder: root, seed: 1, heldOut, ...more })
  return { learner, next, open: Deferred.succeed(gate, undefined) }
})

layer(NodeServices.layer)("the learner", (it) => {
  it.effect("gives an order before there is a model, then a model and an order, never of what is held out or answered", () =>
    Effect.gen(function*() {
      const { learner, next, open } = yield* begun()
      yield* open
      const ready = yield* next
      assert.deepStrictEqual(ready, {
        _tag: "Ready",
        items: 30,
        width: 2,
        encoder: "raw",
        advice: undefined,
        bad: []
      })
      yield* learner.hear(lesson(1))
      const first = yield* next
      if (first._tag !== "Learned") return assert.fail(JSON.stringify(first))
      assert.deepStrictEqual([first.model, first.upTo, first.classes, first.probability], [1, 7, [], undefined])
      assert.deepStrictEqual([first.strategy, first.remark, first.order.length], ["typiclust", undefined, 6])
      assert.strictEqual(first.clusters?.length, 30)
      const items = Uint32Array.of(0, 1, 6, 7),
        labels = Int32Array.of(0, 2, 0, 2),
        answered = Uint32Array.of(0, 1, 6, 7, 8)
      yield* learner.hear(lesson(2, { items, labels, answered, budget: 99 }))
      const second = yield* next
      if (second._tag !== "Learned") return assert.fail(JSON.stringify(second))
      assert.deepStrictEqual([second.labels, second.classes, second.clusters], [4, classes, undefined])
      const left = [...Array(30).keys()].filter((i) => ![0, 1, 3, 4, 5, 6, 7, 8].includes(i))
      assert.deepStrictEqual([...second.order].sort((a, b) => a - b), left)
      assert.strictEqual(second.why.length, left.length)
      const row = (item: number) => [...second.probability!.subarray(3 * item, 3 * item + 3)]
      assert.strictEqual(second.probability!.length, 90)
      assert.isAbove(row(9)[0]!, 0.8)
      assert.isAbove(row(10)[2]!, 0.8)
      assert.strictEqual(row(10)[1], 0)
      assert.deepStrictEqual([...second.alike.items], [...items, ...second.order])
      yield* learner.hear(lesson(2, { items, labels, answered, budget: 99 }))
      assert.deepStrictEqual({ ...(yield* next), ms: 0 }, { ...second, ms: 0 })
    }))

  it.effect("orders by a strategy of a plugin, and is lost where that cannot be loaded", () =>
    Effect.gen(function*() {
      const plugins = [`${yield* folderOf({ "mine.ts": PLUGIN })}/mine.ts`], strategy = "latest"
      const { learner, next, open } = yield* begun({ plugins })
      yield* open
      assert.strictEqual((yield* next)._tag, "Ready")
      yield* learner.hear(lesson(1, { strategy, budget: 2 }))
      const first = yield* next
      if (first._tag !== "Learned") return assert.fail(JSON.stringify(first))
      assert.deepStrictEqual([first.strategy, first.remark, [...first.order]], [strategy, undefined, [29, 28]])
      const none = yield* begun({ plugins: ["nowhere.ts"] })
      const trouble = yield* none.next
      assert.deepStrictEqual([trouble._tag, trouble._tag === "Trouble" && trouble.lost], ["Trouble", true])
    }))

  it.effect("passes over a lesson when a newer one is there", () =>
    Effect.gen(function*() {
      const { learner, next, open } = yield* begun()
      yield* next
      yield* learner.hear(lesson(1))
      // The first waits where it chooses; the others for their turn.
      for (let i = 0; i < 50; i++) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      for (const model of [2, 3, 4]) yield* learner.hear(lesson(model))
      yield* open
      const models = [yield* next, yield* next].map((message) => message._tag === "Learned" ? message.model : message)
      assert.deepStrictEqual(models, [1, 4])
    }))

  it.effect("orders a sample of a large pool first, then all of it, with a model and without", () =>
    Effect.gen(function*() {
      const { learner, next, open } = yield* begun({ sample: 8 })
      yield* open
      yield* next
      const items = Uint32Array.of(0, 1, 6, 7), labels = Int32Array.of(0, 2, 0, 1)
      for (const more of [{}, { items, labels, answered: items, strategy: "msal-d" }]) {
        yield* learner.hear(lesson(1, more))
        const first = yield* next
        if (first._tag !== "Learned") return assert.fail(JSON.stringify(first))
        assert.deepStrictEqual([first.sample, first.order.length, first.why.length, first.clusters], [
          8,
          6,
          6,
          undefined
        ])
        assert.strictEqual(first.probability?.length, "items" in more ? 90 : undefined)
        const clustered = "items" in more ? undefined : yield* next
        if (clustered !== undefined) assert.deepStrictEqual(clustered._tag, "Clustered")
        const second = yield* next
        if (second._tag !== "Ordered") return assert.fail(JSON.stringify(second))
        assert.deepStrictEqual([second.model, second.upTo, second.order.length], [1, 7, 6])
        assert.deepStrictEqual([second.strategy, second.remark], [first.strategy, undefined])
        for (const { order } of [first, second]) {
          assert.isTrue(order.every((item) => ![0, 1, 6, 7].includes(item) || !("items" in more)))
          assert.isFalse(order.some((item) => [3, 4, 5].includes(item)))
        }
        // The order of all is that of a learner that samples nothing.
        const whole = yield* begun()
        yield* whole.open
        yield* whole.next
        yield* whole.learner.hear(lesson(1, more))
        const same = yield* whole.next
        assert.deepStrictEqual(same._tag === "Learned" && [same.order, same.why], [second.order, second.why])
      }
    }))

  it.effect("leaves the order of all for a newer lesson", () =>
    Effect.gen(function*() {
      const { learner, next, open } = yield* begun({ sample: 8 }, (message) => message._tag === "Ordered")
      yield* next
      yield* learner.hear(lesson(1))
      assert.deepStrictEqual((yield* next)._tag, "Learned")
      assert.deepStrictEqual((yield* next)._tag, "Clustered")
      yield* learner.hear(lesson(2))
      const first = yield* next
      yield* open
      const told = [first, yield* next, yield* next]
      assert.deepStrictEqual(told.map((one) => [one._tag, "model" in one && one.model]), [
        ["Learned", 2],
        ["Clustered", 2],
        ["Ordered", 2]
      ])
    }))

  it.effect("answers what is asked, whatever went wrong before", () =>
    Effect.gen(function*() {
      const { learner, next, open } = yield* begun()
      yield* open
      yield* next
      yield* learner.hear({ _tag: "Similar", request: 5, item: 0, count: 3 })
      const alike = yield* next
      if (alike._tag !== "Alike") return assert.fail(alike._tag)
      assert.deepStrictEqual([alike.request, alike.items.length], [5, 3])
      assert.isTrue([...alike.items].every((item) => item % 3 === 0 && item > 0))
      const broken = { _tag: "FindMistakes", request: 6, classes: null, items: null, labels: null }
      yield* learner.hear(broken as unknown as Learn)
      const trouble = yield* next
      assert.deepStrictEqual([trouble._tag, "request" in trouble && trouble.request], ["Trouble", 6])
      yield* learner.hear(lesson(9, { items: null! }))
      const other = yield* next
      assert.deepStrictEqual([other._tag, "model" in other && other.model], ["Trouble", 9])
      const items = Uint32Array.from({ length: 12 }, (_, i) => i), labels = Int32Array.from(items, (i) => i % 3)
      yield* learner.hear({ _tag: "FindMistakes", request: 7, classes, items, labels })
      const validated = yield* next
      if (validated._tag !== "Mistakes") return assert.fail(validated._tag)
      assert.deepStrictEqual(validated.issues, [])
      yield* learner.hear({
        _tag: "FindMistakes",
        request: 8,
        classes,
        items,
        labels: labels.map((label, i) => i === 4 ? 0 : label)
      })
      const wrong = yield* next
      if (wrong._tag !== "Mistakes") return assert.fail(wrong._tag)
      assert.deepStrictEqual(wrong.issues.map(({ given, position, suggested }) => [position, given, suggested]), [[
        4,
        0,
        1
      ]])
      yield* learner.hear({ _tag: "DrawMap", kind: "pca" })
      const drawn = yield* next
      assert.deepStrictEqual([drawn._tag, drawn._tag === "Drawn" && drawn.points.length], ["Drawn", 60])
    }))

  it.effect("is lost where the items are others than those that are labeled, or cannot be had", () =>
    Effect.gen(function*() {
      for (const more of [{ items: "another" }, { source: { path: "/nowhere/pool.csv", encoder: "auto" } }]) {
        const { next } = yield* begun(more)
        const trouble = yield* next
        if (trouble._tag !== "Trouble") return assert.fail(trouble._tag)
        assert.isTrue(trouble.lost)
        assert.match(trouble.told.problem, /no longer those that are labeled|no folder and no file/)
      }
    }))
})
