/**
 * Images a second in training and in prediction: ResNet-18 (CIFAR's 3 × 3 stem) on batches of 32 random images.
 *
 * `node bench/training.ts [backend] [stem] [batches]`; beside PyTorch: `npm run bench -- --only training`.
 */
import * as Rng from "@marginalia/core/Rng"
import { type BackendChoice, network, TensorBackend, Trainer, trainingConfig } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const [backend = "wasm", stem = "3x3", batches = "3"] = process.argv.slice(2)
const BATCH = 32
const rows = BATCH * Number(batches)

const items = {
  data: Float32Array.from({ length: rows * 32 * 32 * 3 }, (_, i) => Rng.uniform(Rng.fromSeed(1), i) - 0.5),
  rows,
  shape: [32, 32, 3] as const
}

const all = Uint32Array.from({ length: rows }, (_, i) => i)

const data = { items, at: all, labels: Int32Array.from(all, (i) => i % 10), classes: 10 }

const epochs = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.01, epochs: 2, batch: BATCH })

const program = Effect.gen(function*() {
  const trainer = yield* Trainer.Trainer
  const spec = network({ kind: "resnet", stem: stem as "3x3" })
  const { epochs: events } = yield* trainer.prepare(spec, data, epochs, { seed: 1 })
  let before = process.cpuUsage().user
  yield* Stream.runForEach(events, ({ epoch, imagesPerSecond, loss }) =>
    Effect.sync(() => {
      const spent = (process.cpuUsage().user - before) / 1e6
      before += spent * 1e6
      const figures = `${imagesPerSecond.toFixed(1)} images/s, ${(rows / spent).toFixed(1)} a CPU second`
      console.log(`${backend} epoch ${epoch}: ${figures}, loss ${loss.toFixed(3)}`)
    }))
  const { bytes, tensors } = yield* (yield* TensorBackend.TensorBackend).memory
  console.log(`${tensors} tensors, ${(bytes / 2 ** 20).toFixed(0)} MiB`)
})

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of(backend as BackendChoice)))

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer)))
