/**
 * A linear classifier on embeddings: 200 epochs on 500 labels by SUPClust's recipe, then the probabilities of the whole
 * pool, 50,000 × 512. The bar is 2 seconds on two cores.
 *
 * `node bench/linear.ts [backend] [rounds]`
 */
import * as Rng from "@marginalia/core/Rng"
import {
  type BackendChoice,
  fromMatrix,
  network,
  outputs,
  TensorBackend,
  Trainer,
  trainingConfigs
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const [backend = "wasm", rounds = "4"] = process.argv.slice(2)
const ROWS = 50_000, COLS = 512, CLASSES = 10, LABELS = 500

const key = Rng.fromSeed(1)

/** Classes are shifted along directions of their own. */
const pool = { data: new Float32Array(ROWS * COLS), rows: ROWS, cols: COLS }
for (let i = 0; i < pool.data.length; i++) {
  const item = Math.floor(i / COLS), column = i % COLS
  pool.data[i] = ((i * 2_654_435_761) >>> 0) / 2 ** 32 - 0.5 + (column % CLASSES === item % CLASSES ? 0.2 : 0)
}

const items = fromMatrix(pool)
const at = Rng.subset(key, Uint32Array.from({ length: ROWS }, (_, i) => i), LABELS)
const labeled = { items, at, labels: Int32Array.from(at, (item) => item % CLASSES), classes: CLASSES }

const round = Effect.gen(function*() {
  const started = performance.now()
  const trainer = yield* Trainer.Trainer
  const model = yield* trainer.fit(network({ kind: "linear" }), labeled, trainingConfigs.supclustLinear, { seed: 1 })
  const trained = performance.now()
  const classes = outputs.classes(yield* outputs.probability(model, items))
  const right = classes.filter((label, item) => label === item % CLASSES).length / ROWS
  const seconds = [trained - started, performance.now() - trained].map((ms) => (ms / 1000).toFixed(2))
  console.log(`${backend}: training ${seconds[0]} s, the pool ${seconds[1]} s, accuracy ${right.toFixed(3)}`)
}).pipe(Effect.scoped)

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of(backend as BackendChoice)))

await Effect.runPromise(Effect.repeat(round, { times: Number(rounds) - 1 }).pipe(Effect.provide(layer)))
