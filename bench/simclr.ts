/**
 * SimCLR on Fashion-MNIST: trains an encoder and saves it, with its loss, its speed and its neighbors' accuracy.
 *
 * `node bench/simclr.ts --out folder [--epochs 20] [--stop 20] [--images 10000] [--width 16] [--stem 3x3-pool] [--batch 128]
 * [--rate 0.1] [--area 0.2] [--light 0.4] [--temperature 0.1] [--seed 1] [--every 2] [--backend wasm]`, `light` being by
 * how much brightness and contrast change, and `stop` after how many of its epochs it ends. Stopped, it goes on from its checkpoint when it is run again.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Simclr } from "@marginalia/models/encoders"
import { type BackendChoice, network, saveModel, TensorBackend, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { appendFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { fashion } from "./fashion.ts"

const { values: given } = parseArgs({
  options: {
    out: { type: "string" },
    epochs: { type: "string", default: "20" },
    stop: { type: "string" },
    images: { type: "string", default: "10000" },
    width: { type: "string", default: "16" },
    stem: { type: "string", default: "3x3-pool" },
    batch: { type: "string", default: "128" },
    rate: { type: "string", default: "0.1" },
    area: { type: "string", default: "0.2" },
    light: { type: "string", default: "0.4" },
    temperature: { type: "string", default: "0.1" },
    seed: { type: "string", default: "1" },
    every: { type: "string", default: "2" },
    backend: { type: "string", default: "wasm" }
  }
})

const folder = given.out
if (folder === undefined) throw new Error("say with --out where the encoder goes")

const spec = network({ kind: "resnet", width: Number(given.width), stem: given.stem as "3x3" })
const training = {
  ...trainingConfigs.simclr,
  epochs: Number(given.epochs),
  batch: Number(given.batch),
  rate: Number(given.rate)
}

/** The neighbors of 2,000 test images among 5,000 training images. */
const monitor = (every: number) => ({
  bank: fashion("train", 5000),
  test: fashion("test", 2000),
  classes: 10,
  every
})

const program = Effect.gen(function*() {
  const { epochs, model, resumed } = yield* Simclr.pretrain(fashion("train", Number(given.images)).items, {
    network: spec,
    training,
    views: Simclr.views({ area: Number(given.area), brightness: Number(given.light), contrast: Number(given.light) }),
    temperature: Number(given.temperature),
    seed: Number(given.seed),
    monitor: monitor(Number(given.every)),
    checkpoint: { file: `${folder}/checkpoint`, every: 1 }
  })
  if (resumed > 0) console.log(`goes on after epoch ${resumed}`)
  const stop = Math.max(0, Number(given.stop ?? given.epochs) - resumed)
  yield* Stream.runForEach(Stream.take(epochs, stop), (event) =>
    Effect.sync(() => {
      const line = JSON.stringify(event)
      appendFileSync(`${folder}/epochs.jsonl`, `${line}\n`)
      console.log(line)
    }))
  yield* saveModel(model, `${folder}/model`)
  const { bytes, tensors } = yield* (yield* TensorBackend.TensorBackend).memory
  console.log(`${tensors} tensors, ${(bytes / 2 ** 20).toFixed(0)} MiB; the encoder is in ${folder}/model`)
})

const layer = Layer.merge(TensorBackend.of(given.backend as BackendChoice), NodeServices.layer)

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer)))
