import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Progress from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { digitItems } from "../../../test/digits.ts"
import * as TensorBackend from "../../backend/TensorBackend.ts"
import type { Model } from "../../model/Model.ts"
import * as Outputs from "../../model/outputs.ts"
import { load, save } from "../../model/store.ts"
import { network } from "../../network/spec.ts"
import { trainingConfig } from "../../train/config.ts"
import { fit, pretrain } from "./pretrain.ts"
import type { Options } from "./settings.ts"
import { views } from "./views.ts"

const on = (backend: "wasm" | "cpu") => Layer.merge(TensorBackend.of(backend), NodeServices.layer)

const tensors = TensorBackend.TensorBackend.use(({ memory }) => memory).pipe(Effect.map(({ tensors }) => tensors))

const spec = network({ kind: "resnet", width: 4, stem: "3x3-pool" })
const sgd = (epochs: number, more: Partial<Parameters<typeof trainingConfig>[0]> = {}) =>
  trainingConfig({ optimizer: { kind: "sgd", nesterov: false }, rate: 0.05, epochs, batch: 8, dropLast: true, ...more })
const options = (epochs: number, more: Partial<Options> = {}): Options => ({
  network: spec,
  training: sgd(epochs),
  seed: 1,
  projection: 8,
  ...more
})

const images = (count: number) => Effect.map(digitItems(count, true), ({ labeled }) => labeled.items)

/** All weights as numbers. */
const weights = (model: Model) =>
  Array.from(model.weights, ([name, tensor]) => [name, Array.from(tensor.dataSync())] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

/** The weights after so many epochs. */
const trained = Effect.fnUntraced(function*(options: Options, count: number = 24) {
  return weights(yield* fit(yield* images(count), options))
}, Effect.scoped)

const folder = FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped())

/** Runs the first epochs only, as one does who is interrupted then. */
const begun = Effect.fnUntraced(function*(options: Options, epochs: number) {
  const { epochs: events } = yield* pretrain(yield* images(24), options)
  return yield* Stream.runCollect(Stream.take(events, epochs))
}, Effect.scoped)

describe("pretraining", () => {
  it.live("learns to tell images apart, and says how its neighbors do", () =>
    Effect.gen(function*() {
      const { labeled, rest } = yield* digitItems(200, true)
      const bank = { items: labeled.items, labels: labeled.labels }
      const { epochs, model } = yield* pretrain(labeled.items, {
        network: network({ kind: "mlp", hidden: [64] }),
        training: sgd(12, { batch: 50, rate: 0.1 }),
        seed: 1,
        temperature: 0.5,
        views: views({ flip: false, area: 0.5 }),
        monitor: { bank, test: rest, classes: 10, every: 5, neighbors: 5 }
      })
      const events = yield* Stream.runCollect(epochs)
      assert.deepStrictEqual(events.map(({ epoch }) => epoch), Array.from({ length: 12 }, (_, i) => i + 1))
      assert.deepStrictEqual(events.filter(({ knn }) => knn !== undefined).map(({ epoch }) => epoch), [5, 10, 12])
      // Who cannot tell 100 views apart has log 99.
      assert.isBelow(events.at(-1)!.loss, Math.log(99) - 0.7)
      assert.isAbove(events.at(-1)!.knn!, 0.7)
      assert.isAbove(events[0]!.imagesPerSecond, 0)
      const { data } = yield* Outputs.probability(model, rest.items)
      assert.isTrue(data.every((p) => p === 0.5), "it prefers no class")
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live.each(["wasm", "cpu"] as const)(
    "gives the same bits for the same seed on %s, and others for another",
    (name) =>
      Effect.gen(function*() {
        const few = { training: sgd(1, { batch: 2 }) }
        const once = yield* trained(options(1, few), 3)
        assert.deepStrictEqual(yield* trained(options(1, few), 3), once)
        assert.notDeepEqual(yield* trained(options(1, { ...few, seed: 2 }), 3), once)
      }).pipe(Effect.provide(on(name), { local: true }))
  )

  it.live.each(
    [
      ["SGD", {}],
      ["Adam", { optimizer: { kind: "adam" }, rate: 1e-3 }]
    ] as const
  )("goes on from a checkpoint to the same bits: %s", ([, more]) =>
    Effect.gen(function*() {
      const file = `${yield* folder}/checkpoint`,
        by = (every: number) => ({
          training: sgd(4, { schedule: { kind: "cosine" }, batch: 12, ...more }),
          checkpoint: { file, every }
        })
      const { checkpoint: _, ...whole } = by(1)
      const wanted = yield* trained(options(4, whole))
      yield* begun(options(4, by(2)), 3)
      const { resumed } = yield* Effect.scoped(pretrain(yield* images(24), options(4, by(2))))
      assert.strictEqual(resumed, 2)
      const events = yield* begun(options(4, by(2)), 1)
      assert.deepStrictEqual(events.map(({ epoch }) => epoch), [3])
      assert.deepStrictEqual(yield* trained(options(4, by(2))), wanted)
      // A finished one gives its encoder at once.
      assert.deepStrictEqual(yield* begun(options(4, by(2)), 9), [])
      assert.deepStrictEqual(yield* trained(options(4, by(2))), wanted)
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live("refuses the checkpoint of another pretraining, with what differs", () =>
    Effect.gen(function*() {
      const checkpoint = { file: `${yield* folder}/checkpoint` }
      yield* trained(options(1, { checkpoint }))
      const before = yield* tensors
      const refused = (change: Partial<Options>, count = 24) =>
        Effect.map(Effect.flip(trained(options(1, { checkpoint, ...change }), count)), ({ message }) => message)
      assert.match(
        yield* refused({ seed: 2 }),
        /another pretraining: seed is 2 here and was 1 there; name another file/
      )
      assert.match(yield* refused({ temperature: 0.5 }), /contrast is .*0\.5.* here and was .*0\.1.* there/)
      assert.match(yield* refused({ views: views({ flip: false }) }), /views is/)
      assert.match(yield* refused({ training: sgd(2) }), /recipe is .*"epochs":2.* here/)
      assert.match(yield* refused({}, 25), /data is 25 items .* here and was 24 items/)
      assert.strictEqual(yield* tensors, before)
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live("holds as many tensors after 6 encoders as after one", () =>
    Effect.gen(function*() {
      const checkpoint = { file: `${yield* folder}/checkpoint`, every: 1 }
      yield* trained(options(1, { checkpoint }))
      const after = yield* tensors
      for (let i = 1; i < 4; i++) yield* trained(options(1, { checkpoint, seed: 1 }))
      for (let i = 1; i < 3; i++) yield* trained(options(1))
      assert.strictEqual(yield* tensors, after)
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live("stops within a batch when interrupted, frees every tensor, and gives the device back", () =>
    Effect.gen(function*() {
      const before = yield* tensors, all = yield* images(24)
      let epochs = 0
      const endless = Effect.scoped(
        pretrain(all, options(1e6)).pipe(
          Effect.flatMap(({ epochs: events }) => Stream.runForEach(events, () => Effect.sync(() => void epochs++)))
        )
      )
      const fiber = yield* Effect.forkChild(endless)
      while (epochs < 2) yield* Effect.sleep(1)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.interrupt(fiber).pipe(Effect.andThen(Fiber.await(fiber)))))
      assert.strictEqual(yield* tensors, before)
      yield* trained(options(1))
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("waits for the device", () =>
    Effect.gen(function*() {
      const { permit } = yield* TensorBackend.TensorBackend
      const { epochs } = yield* pretrain(yield* images(24), options(2))
      const seen: Array<number> = []
      yield* permit.take(1)
      const fiber = yield* Effect.forkChild(
        Stream.runForEach(epochs, ({ epoch }) => Effect.sync(() => seen.push(epoch)))
      )
      yield* Effect.sleep(200)
      assert.deepStrictEqual(seen, [])
      yield* permit.release(1)
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(seen, [1, 2])
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live("reports its epochs", () =>
    Effect.gen(function*() {
      const reported: Array<Progress.Event> = []
      const report = (event: Progress.Event) => Effect.sync(() => void reported.push(event))
      yield* trained(options(2)).pipe(Effect.provideService(Progress.Progress, { report }))
      assert.deepStrictEqual(reported, [1, 2].map((done) => ({ step: "pretrain", done, total: 2 })))
    }).pipe(Effect.provide(on("wasm"), { local: true })))

  it.live("gives an encoder that can be saved, and says the same when it is loaded", () =>
    Effect.gen(function*() {
      const at = `${yield* folder}/model`, all = yield* images(24)
      const model = yield* fit(all, options(1))
      yield* save(model, at)
      const features = yield* Outputs.feature(model, all)
      assert.strictEqual(features.cols, 32)
      assert.deepStrictEqual(yield* Outputs.feature(yield* load(at), all), features)
    }).pipe(Effect.scoped, Effect.provide(on("wasm"), { local: true })))

  it.live("fails before it begins when its views are larger than the memory", () =>
    Effect.gen(function*() {
      const huge = { data: new Uint8Array(0), rows: 5000, shape: [224, 224, 3] as const }
      const by = options(1, { network: network({ kind: "resnet" }), training: sgd(1, { batch: 8 }) })
      const error = yield* Effect.flip(Effect.scoped(fit(huge, by)))
      assert.match(error.message, /a batch takes about 6\.\d GiB, of the 4 that wasm has; take batches smaller than 8,/)
    }).pipe(Effect.provide(on("wasm"), { local: true })))
})
