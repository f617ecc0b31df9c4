/**
 * The fixed maximum-separation head beside the learned one, on Fashion-MNIST (Debian: dataset-fashion-mnist): an MLP and
 * a narrow ResNet-18 on a random subset with labels, three seeds; accuracy on the first 5,000 test images.
 *
 *     node bench/heads.ts [labels] [backend]
 */
import * as Rng from "@marginalia/core/Rng"
import {
  type BackendChoice,
  network,
  normalizations,
  outputs,
  TensorBackend,
  Trainer,
  trainingConfig
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"

const [labels = "2000", backend = "wasm"] = process.argv.slice(2)
const FOLDER = "/usr/share/datasets/fashion-mnist"
const TEST = 5000

const read = (name: string): Uint8Array => gunzipSync(readFileSync(`${FOLDER}/${name}.gz`))

const images = (name: string, rows: number) => ({
  data: read(name).subarray(16),
  rows,
  shape: [28, 28, 1] as const,
  normalization: { ...normalizations.mnist, mean: [0.286], std: [0.353] }
})

const train = images("train-images-idx3-ubyte", 60000), truth = read("train-labels-idx1-ubyte").subarray(8)
const test = images("t10k-images-idx3-ubyte", TEST), wanted = read("t10k-labels-idx1-ubyte").subarray(8)

const heads = { learned: { kind: "learned" }, separated: { kind: "max-separation", radius: 0.1 } } as const

const nets = {
  mlp: [{ kind: "mlp", hidden: [256, 256] }, 20],
  resnet: [{ kind: "resnet", stem: "3x3-pool", width: 16 }, 10]
} as const

const accuracyOf = Effect.fnUntraced(function*(name: keyof typeof nets, head: keyof typeof heads, seed: number) {
  const [spec, epochs] = nets[name]
  const at = Rng.subset(Rng.fromSeed(seed), Uint32Array.from({ length: 60000 }, (_, i) => i), Number(labels))
  const data = { items: train, at, labels: Int32Array.from(at, (i) => truth[i]!), classes: 10 }
  const by = trainingConfig({ optimizer: { kind: "adam" }, rate: 1e-3, epochs, batch: 50 })
  const trainer = yield* Trainer.Trainer
  const model = yield* trainer.fit(network({ ...spec, head: heads[head] }), data, by, { seed })
  const found = outputs.classes(yield* outputs.probability(model, test))
  return found.filter((c, i) => c === wanted[i]).length / TEST
})

const program = Effect.gen(function*() {
  for (const name of ["mlp", "resnet"] as const) {
    for (const head of ["learned", "separated"] as const) {
      const found = yield* Effect.forEach([1, 2, 3], (seed) => Effect.scoped(accuracyOf(name, head, seed)))
      const mean = found.reduce((sum, a) => sum + a, 0) / found.length
      console.log(`${name} ${head}: ${found.map((a) => a.toFixed(4)).join(" ")}, mean ${mean.toFixed(4)}`)
    }
  }
})

await Effect.runPromise(
  program.pipe(Effect.provide(Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of(backend as BackendChoice)))))
)
