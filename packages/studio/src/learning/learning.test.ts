import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { created, folder, label } from "../../test/project.ts"
import { fakeLearner, learnedFrom } from "../../test/world.ts"
import type { Learn } from "../learner/protocol.ts"
import { openProject } from "../project/project.ts"
import type { Live } from "../server/wire.ts"
import { tell } from "../told.ts"
import { isDue, worth } from "./due.ts"
import { makeLearning } from "./learning.ts"
import { learnFrom } from "./question.ts"

const SIZE = 40

const at = Effect.gen(function*() {
  const project = yield* openProject(yield* folder, created(SIZE))
  const learner = fakeLearner(SIZE), told: Array<Live> = []
  const { created: { seed }, heldOut } = project.session()
  const learning = yield* makeLearning({
    project,
    start: learner.start,
    message: {
      _tag: "Start",
      source: { path: "pictures", encoder: "auto" },
      items: "ids",
      folder: project.folder,
      seed,
      heldOut: heldOut.order
    },
    tell: (live) => Effect.sync(() => void told.push(live))
  })
  const free = Array.from({ length: SIZE }, (_, i) => i).filter((item) => !heldOut.has(item))
  const lessons = () => learner.told.filter((message): message is Learn => message._tag === "Learn")
  return { project, learner, learning, told, free, lessons }
})

const until = (is: () => boolean) =>
  Effect.gen(function*() {
    while (!is()) yield* Effect.sleep("5 millis")
  })

describe("isDue", () => {
  const due = { isFree: true, wasAsked: true, changes: 0, labels: 100, otherStrategy: false, left: 50 }
  it("is when labels are worth a model: ten at least, and a twentieth", () => {
    assert.deepStrictEqual([worth(0), worth(200), worth(201), worth(1000)], [10, 10, 11, 50])
    assert.isFalse(isDue({ ...due, changes: 9 }))
    assert.isTrue(isDue({ ...due, changes: 10 }))
    assert.isFalse(isDue({ ...due, changes: 49, labels: 1000 }))
  })

  it("is at first, for another strategy, and when its order runs out, but not while it works", () => {
    assert.isFalse(isDue(due))
    assert.isTrue(isDue({ ...due, wasAsked: false }))
    assert.isTrue(isDue({ ...due, otherStrategy: true }))
    assert.isTrue(isDue({ ...due, changes: 1, left: 3 }))
    assert.isFalse(isDue({ ...due, left: 3 }))
    assert.isFalse(isDue({ ...due, changes: 1000, isFree: false }))
  })
})

describe("makeLearning", () => {
  it.live("gives lessons of training labels alone, and writes down what comes of them", () =>
    Effect.scoped(Effect.gen(function*() {
      const { free, learning, lessons, project, told } = yield* at
      yield* until(() => lessons().length === 1 && project.session().models().length === 1)
      assert.deepStrictEqual(project.session().models()[0]!.classes, [])
      const held = [...project.session().heldOut.order]
      for (const item of [...free.slice(0, 12), ...held.slice(0, 4)]) yield* project.act(label([item], item % 3))
      yield* until(() => learning.model()?.learned.probability !== undefined)
      const lesson = lessons().at(-1)!
      for (const item of lesson.items) assert.isFalse(project.session().heldOut.has(item))
      lesson.items.forEach((item, i) => assert.strictEqual(lesson.classes[lesson.labels[i]!], item % 3))
      assert.isFalse([...lesson.answered].some((item) => project.session().heldOut.has(item)))
      const model = project.session().models().at(-1)!
      assert.deepStrictEqual(model.heldOut, held.map((item) => item % 3))
      assert.isAbove(model.uncertainty ?? -1, 0)
      assert.deepStrictEqual(learning.view().model?.number, model.model)
      assert.isTrue(told.some((live) => live._tag === "Model" && live.number === model.model))
    })))

  it.live("is asked anew for another strategy", () =>
    Effect.scoped(Effect.gen(function*() {
      const { lessons, project } = yield* at
      yield* until(() => project.session().models().length === 1)
      yield* project.act({
        who: "anna",
        nonce: "s",
        make: () => ({ _tag: "StrategyChosen", who: "anna", nonce: "s", strategy: "random" })
      })
      yield* until(() => lessons().at(-1)?.strategy === "random")
    })))

  it.live("takes the order of all items in place of a sample's, as no other model", () =>
    Effect.scoped(Effect.gen(function*() {
      const { free, learner, learning, lessons, project, told } = yield* at
      yield* until(() => project.session().models().length === 1)
      for (const item of free.slice(0, 12)) yield* project.act(label([item], item % 3))
      yield* until(() => learning.model()?.learned.labels === 12)
      learner.answers = false
      const asked = lessons().at(-1)!, first = { ...learnedFrom(asked, SIZE), sample: 5 }
      learner.say(first)
      yield* until(() => learning.view().sample === 5)
      assert.strictEqual(project.session().models().at(-1)!.sample, 5)
      const clusters = new Int32Array(SIZE).fill(3),
        [model, models] = [learning.model()!, project.session().models().length]
      learner.say({ _tag: "Clustered", model: first.model, clusters })
      yield* until(() => learning.model()!.learned.clusters === clusters)
      const alike = { items: Uint32Array.of(free[20]!), group: Int32Array.of(0) }
      const { labels, model: number, remark, strategy, upTo } = first
      const all = { order: Uint32Array.of(free[20]!, free[21]!), why: ["a", "b"], alike, remark, strategy, ms: 900 }
      learner.say({ _tag: "Ordered", model: number - 1, upTo, labels, ...all, order: Uint32Array.of(free[30]!) })
      learner.say({ _tag: "Ordered", model: number, upTo, labels, ...all })
      yield* until(() => learning.view().sample === null)
      const now = learning.model()!, { classes, order, sample } = project.session().models().at(-1)!
      assert.deepStrictEqual([order, classes, sample], [[free[20], free[21]], [], undefined])
      assert.deepStrictEqual([now.place.get(free[21]!), now.group.get(free[20]!), now.learned.why], [1, 0, ["a", "b"]])
      assert.deepStrictEqual([now.learned.top, now.learned.probability], [model.learned.top, model.learned.probability])
      assert.strictEqual(project.session().models().length, models + 1)
      assert.strictEqual(learnFrom(project.session()).model, number + 1)
      assert.deepStrictEqual(told.flatMap((live) => live._tag === "Model" ? [live.sample] : []).slice(-2), [5, null])
    })))

  it.live("goes on without a learner: it is said, and labels are written as before", () =>
    Effect.scoped(Effect.gen(function*() {
      const { free, learner, learning, lessons, project } = yield* at
      yield* until(() => project.session().models().length === 1)
      learner.say({
        _tag: "Trouble",
        request: undefined,
        model: undefined,
        lost: false,
        told: tell("it crashed", "Ended")
      })
      yield* until(() => learning.view().problem === "it crashed")
      learner.say({
        _tag: "Trouble",
        request: undefined,
        model: undefined,
        lost: true,
        told: tell("three times", "Ended")
      })
      yield* until(() => learning.view().doing === "off")
      const before = lessons().length
      for (const item of free.slice(0, 15)) yield* project.act(label([item], 0))
      assert.strictEqual(project.session().counts().labeled, 15)
      assert.strictEqual(lessons().length, before)
      const error = yield* Effect.flip(learning.similar(1, 3))
      assert.deepStrictEqual<unknown>(error.reason, { _tag: "NoLearner", why: tell("three times", "Ended") })
      assert.include(error.message, "three times")
      assert.include((yield* Effect.flip(learning.foresee([]))).message, "three times")
    })))

  it.live("answers questions by their number, and tells what it cannot", () =>
    Effect.scoped(Effect.gen(function*() {
      const { free, learner, learning, project } = yield* at
      yield* until(() => project.session().models().length === 1)
      assert.deepStrictEqual([...(yield* learning.similar(3, 2)).items], [4, 5])
      assert.strictEqual((yield* learning.map).kind, "pca")
      while ((yield* learning.map).kind !== "umap") yield* Effect.sleep("5 millis")
      for (const item of free.slice(0, 4)) yield* project.act(label([item], item % 3))
      const doubts = yield* learning.mistakes
      assert.deepStrictEqual([...doubts.items], free.slice(0, 4))
      assert.deepStrictEqual(doubts.issues.map(({ position }) => position), [3])
      const curve = [{ labels: 10, right: 3, of: 4 }]
      assert.match((yield* learning.foresee(curve)).missing ?? "", /5 different numbers of labels/)
      learner.answers = false
      const waiting = yield* Effect.forkChild(Effect.flip(learning.similar(3, 2)))
      yield* until(() => learner.told.at(-1)?._tag === "Similar")
      const last = learner.told.at(-1)!
      learner.say({
        _tag: "Trouble",
        request: last._tag === "Similar" ? last.request : undefined,
        model: undefined,
        lost: false,
        told: tell("no", "PartFailed")
      })
      const { message, reason } = yield* Fiber.join(waiting)
      assert.deepStrictEqual<unknown>([message, reason], ["no", { _tag: "Failed", told: tell("no", "PartFailed") }])
    })))
})
