/**
 * What 100 labels of Fashion-MNIST are worth on different representations: a linear classifier by SUPClust's recipe (200
 * epochs, not tuned here), on the 10,000 test images; mean ± standard error over seeds, each with labels of its own, the
 * same for all representations.
 *
 * `node bench/linear-probe.ts --encoder folder [--images 20000] [--per-class 10] [--seeds 10] [--backend wasm]`, with
 * a folder that `bench/simclr.ts` made. Representations are fitted to, and scaled by, the first `images` training
 * images: "whole" centers them and divides them by one number, "columns" brings each column to deviation 1.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Statistics from "@marginalia/core/Statistics"
import { balancedInitial } from "@marginalia/datasets"
import { applyPca, applyStandardize, fitPca, fitStandardize, flat, Simclr } from "@marginalia/models/encoders"
import {
  type BackendChoice,
  fromMatrix,
  loadModel,
  network,
  outputs,
  TensorBackend,
  Trainer,
  trainingConfigs
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { parseArgs } from "node:util"
import { fashion } from "./fashion.ts"

const { values: given } = parseArgs({
  options: {
    encoder: { type: "string" },
    images: { type: "string", default: "20000" },
    "per-class": { type: "string", default: "10" },
    seeds: { type: "string", default: "10" },
    backend: { type: "string", default: "wasm" }
  }
})

const folder = given.encoder
if (folder === undefined) throw new Error("say with --encoder which folder bench/simclr.ts made")
const seeds = Array.from({ length: Number(given.seeds) }, (_, seed) => seed)
const train = fashion("train", Number(given.images)), test = fashion("test", 10_000)

/** Training and test images in one representation. */
interface Represented {
  readonly train: Matrix.Matrix
  readonly test: Matrix.Matrix
}

/** Both brought to mean 0 and deviation 1 of the training images: of all numbers at once, or of each column. */
const scaled = ({ test, train }: Represented, by: string): Represented => {
  const { deviation, mean } = fitStandardize(train)
  const overall = Math.sqrt(deviation.reduce((sum, value) => sum + value ** 2, 0) / deviation.length)
  const fitted = by === "columns" ? { mean, deviation } : { mean, deviation: deviation.map(() => overall) }
  return { train: applyStandardize(fitted, train), test: applyStandardize(fitted, test) }
}

const features = Effect.fnUntraced(function*(model: Parameters<typeof outputs.feature>[0]) {
  return { train: yield* outputs.feature(model, train.items), test: yield* outputs.feature(model, test.items) }
})

const representations = Effect.gen(function*() {
  const encoder = yield* loadModel(`${folder}/model`)
  const raw = { train: flat(train.items), test: flat(test.items) }
  const pca = yield* fitPca(raw.train, { components: 64 })
  const untrained = yield* Simclr.pretrain(train.items, { network: encoder.built.spec, seed: 1 })
  const width = encoder.built.body!.output.at(-1)!
  return {
    "raw pixels, 784": raw,
    "PCA, 64": { train: yield* applyPca(pca, raw.train), test: yield* applyPca(pca, raw.test) },
    [`the same network, untrained, ${width}`]: yield* features(untrained.model),
    [`SimCLR, ${width}`]: yield* features(encoder)
  }
})

/** The accuracy on the test images with the labels that a seed draws. */
const probe = Effect.fnUntraced(function*({ test: held, train: pool }: Represented, seed: number) {
  const source = { labels: train.labels, classes: 10 }
  const at = yield* balancedInitial(Rng.fromSeed(seed), source, 10 * Number(given["per-class"]))
  const labeled = { items: fromMatrix(pool), at, labels: Int32Array.from(at, (i) => train.labels[i]!), classes: 10 }
  const trainer = yield* Trainer.Trainer
  const model = yield* trainer.fit(network({ kind: "linear" }), labeled, trainingConfigs.supclustLinear, { seed })
  const found = outputs.classes(yield* outputs.probability(model, fromMatrix(held)))
  return found.filter((label, i) => label === test.labels[i]).length / found.length
}, Effect.scoped)

const firstRows = ({ cols, data }: Matrix.Matrix, rows: number): Matrix.Matrix => ({
  data: data.subarray(0, rows * cols),
  rows,
  cols
})

/** The neighbors' accuracy as `bench/simclr.ts` monitors it: 2,000 test images among 5,000 training images. */
const neighbors = Effect.fnUntraced(function*({ test: held, train: pool }: Represented) {
  const bank = { features: firstRows(pool, 5000), labels: train.labels }
  const found = yield* Simclr.knn(firstRows(held, 2000), bank, 10)
  return found.filter((label, i) => label === test.labels[i]).length / found.length
})

const shown = (values: ReadonlyArray<number>): string => {
  const error = Statistics.standardDeviation(values) / Math.sqrt(values.length)
  return `${(100 * Statistics.mean(values)).toFixed(2)} ± ${(100 * error).toFixed(2)} %`
}

const program = Effect.gen(function*() {
  const all = Object.entries(yield* representations)
  for (const [name, representation] of all) {
    console.log(`neighbors: ${name}: ${(100 * (yield* neighbors(representation))).toFixed(2)} %`)
  }
  for (const scaling of ["whole", "columns"]) {
    const rows: Array<readonly [name: string, accuracies: ReadonlyArray<number>]> = []
    for (const [name, representation] of all) {
      const ready = scaled(representation, scaling)
      rows.push([name, yield* Effect.forEach(seeds, (seed) => probe(ready, seed))])
    }
    const best = rows.at(-1)![1]
    for (const [name, accuracies] of rows) {
      const gain = shown(best.map((accuracy, i) => accuracy - accuracies[i]!))
      console.log(`${scaling}: ${name}: ${shown(accuracies)}${accuracies === best ? "" : `; SimCLR ahead by ${gain}`}`)
    }
  }
})

const layer = Trainer.layer.pipe(
  Layer.provideMerge(Layer.merge(TensorBackend.of(given.backend as BackendChoice), NodeServices.layer))
)

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer)))
