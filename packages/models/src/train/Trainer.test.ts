import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { accuracy, digitItems } from "../../test/digits.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import * as Outputs from "../model/outputs.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "./config.ts"
import type { Labeled } from "./epochs.ts"
import * as Trainer from "./Trainer.ts"

const on = (backend: "wasm" | "cpu") => Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of(backend)))

const tensors = TensorBackend.TensorBackend.use(({ memory }) => memory).pipe(Effect.map(({ tensors }) => tensors))

const mlp = network({ kind: "mlp", hidden: [32] })
const tiny = network({ kind: "resnet", width: 4, stem: "3x3-pool", dropout: 0.3 })
const sgd = (epochs: number, more: Partial<Parameters<typeof trainingConfig>[0]> = {}) =>
  trainingConfig({
    optimizer: { kind: "sgd", weightDecay: 3e-4 },
    rate: 0.05,
    schedule: { kind: "cosine" },
    epochs,
    batch: 50,
    ...more
  })

const fit = (spec: typeof mlp, data: Labeled, by: ReturnType<typeof sgd>, seed = 1, round = 0) =>
  Trainer.Trainer.use((trainer) => trainer.fit(spec, data, by, { seed, round }))

/** The probabilities of a network trained from scratch, as numbers. */
const trained = (spec: typeof mlp, data: Labeled, by: ReturnType<typeof sgd>, seed = 1, round = 0) =>
  Effect.scoped(
    fit(spec, data, by, seed, round).pipe(
      Effect.flatMap((model) => Outputs.probability(model, data.items)),
      Effect.map(({ data }) => Array.from(data))
    )
  )

describe("training", () => {
  it.live("learns digits, epoch by epoch", () =>
    Effect.gen(function*() {
      const { labeled, rest } = yield* digitItems(400)
      const trainer = yield* Trainer.Trainer
      const { epochs, model } = yield* trainer.prepare(mlp, labeled, sgd(15), { seed: 1 })
      const events = yield* Stream.runCollect(epochs)
      assert.deepStrictEqual(events.map(({ epoch }) => epoch), Array.from({ length: 15 }, (_, i) => i + 1))
      assert.isBelow(events.at(-1)!.loss, events[0]!.loss / 4)
      assert.isAbove(events.at(-1)!.accuracy, 0.97)
      assert.isAbove(events[0]!.imagesPerSecond, 0)
      const found = Outputs.classes(yield* Outputs.probability(model, rest.items))
      assert.isAbove(accuracy(found, rest.labels), 0.75)
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live.each(["wasm", "cpu"] as const)(
    "gives the same model for the same seed on %s, and another for another",
    (backend) =>
      Effect.gen(function*() {
        const { labeled } = yield* digitItems(4, true)
        const by = sgd(2, { batch: 2, augment: { crop: 1, flip: true } })
        const once = yield* trained(tiny, labeled, by, 3)
        assert.deepStrictEqual(yield* trained(tiny, labeled, by, 3), once)
        assert.notDeepEqual(yield* trained(tiny, labeled, by, 4), once)
      }).pipe(Effect.provide(on(backend), { local: true }))
  )

  it.live("starts from the same weights every round, or from new ones", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(10)
      const still = (start: "same" | "new") => sgd(1, { rate: 1e-12, start })
      const first = yield* trained(mlp, labeled, still("same"), 1, 0)
      const again = yield* trained(mlp, labeled, still("same"), 1, 1)
      first.forEach((p, i) => assert.closeTo(again[i]!, p, 1e-6))
      assert.notDeepEqual(
        yield* trained(mlp, labeled, still("new"), 1, 0),
        yield* trained(mlp, labeled, still("new"), 1, 1)
      )
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("holds as many tensors after 6 rounds as after one", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(10, true)
      const round = trained(tiny, labeled, sgd(1, { batch: 5 }))
      yield* round
      const after = yield* tensors
      for (let i = 1; i < 6; i++) yield* round
      assert.strictEqual(yield* tensors, after)
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("stops within a batch when interrupted, and frees every tensor", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(400)
      const before = yield* tensors
      let epochs = 0
      const endless = Trainer.Trainer.use((trainer) =>
        trainer.prepare(mlp, labeled, sgd(1e6), { seed: 1 }).pipe(
          Effect.flatMap(({ epochs: events }) => Stream.runForEach(events, () => Effect.sync(() => void epochs++)))
        )
      )
      const fiber = yield* Effect.forkChild(Effect.scoped(endless))
      while (epochs < 2) yield* Effect.sleep(1)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.interrupt(fiber).pipe(Effect.andThen(Fiber.await(fiber)))))
      assert.strictEqual(yield* tensors, before)
      // The permit came back too.
      yield* trained(mlp, labeled, sgd(1))
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("fails when the loss is no number any more, and frees every tensor", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(50)
      const before = yield* tensors
      const error = yield* Effect.flip(trained(mlp, labeled, sgd(30, { rate: 1e30 })))
      assert.strictEqual(error._tag, "Diverged")
      assert.match(error.message, /the loss is (NaN|Infinity) in batch \d+ of epoch \d+; lower the learning rate/)
      assert.strictEqual(yield* tensors, before)
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("fails before it begins when a batch is larger than the memory", () =>
    Effect.gen(function*() {
      const data = new Uint8Array(0)
      const items = { data, rows: 5000, shape: [224, 224, 3] as const }
      const at = Uint32Array.from({ length: 5000 }, (_, i) => i)
      const huge = { items, at, labels: new Int32Array(5000), classes: 2 }
      const error = yield* Effect.flip(trained(network({ kind: "resnet" }), huge, sgd(1, { batch: 512 })))
      assert.strictEqual(error._tag, "OutOfMemory")
      assert.match(
        error.message,
        /a batch takes about \d+\.\d GiB, of the 4 that wasm has; take batches smaller than 512/
      )
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("refuses labels and positions that do not fit", () =>
    Effect.gen(function*() {
      const { labeled } = yield* digitItems(10)
      const refused = (change: Partial<Labeled>, spec = mlp) =>
        Effect.map(Effect.flip(trained(spec, { ...labeled, ...change }, sgd(1))), ({ message }) => message)
      assert.match(yield* refused({ at: new Uint32Array(0), labels: new Int32Array(0) }), /no item is labeled/)
      assert.match(yield* refused({ labels: new Int32Array(3) }), /10 items have 3 labels/)
      assert.match(yield* refused({ labels: new Int32Array(10).fill(10) }), /label 10 is outside the 10 classes/)
      assert.match(yield* refused({ at: new Uint32Array(10).fill(10) }), /position 10 is outside the 10 items/)
      assert.match(yield* refused({}, network({ kind: "resnet" })), /a ResNet takes images/)
      const labels = Int32Array.from(labeled.labels, (label, i) => i === 3 ? 10 : label)
      const error = yield* Effect.flip(trained(mlp, { ...labeled, labels }, sgd(1)))
      assert.deepStrictEqual(error._tag === "InvalidTraining" && error.reason, {
        _tag: "Label",
        position: labeled.at[3]!,
        value: 10,
        classes: 10
      })
    }).pipe(Effect.provide(on("wasm"), { local: true })))
})
