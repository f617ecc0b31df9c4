/**
 * What 50 labels are worth on different embeddings of the same items: a linear classifier by SUPClust's recipe (200 epochs, tuned
 * for none of them), on all other items; mean ± standard error over seeds, each with labels of its own, drawn alike from every
 * class, the same for all embeddings. Each is centered and divided by one number.
 *
 * `node bench/encoders.ts raw.npy pca.npy lite0.npy [--labels 50] [--seeds 10] [--backend wasm]`, with embeddings that
 * `marginalia embed` wrote beside their labels; the gain is over the first of them.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Statistics from "@marginalia/core/Statistics"
import { balancedInitial, sortedClasses } from "@marginalia/datasets"
import { classNumbers } from "@marginalia/datasets/class-order"
import { readLabels } from "@marginalia/datasets/files/labels"
import { readPool } from "@marginalia/datasets/files/pool"
import { subset } from "@marginalia/datasets/items"
import { applyStandardize, fitStandardize } from "@marginalia/models/encoders"
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
import { basename } from "node:path"
import { parseArgs } from "node:util"

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: "string", default: "50" },
    seeds: { type: "string", default: "10" },
    backend: { type: "string", default: "wasm" }
  }
})

const seeds = Array.from({ length: Number(given.seeds) }, (_, seed) => seed)

const scaled = (matrix: Matrix.Matrix): Matrix.Matrix => {
  const { deviation, mean } = fitStandardize(matrix)
  const whole = Math.sqrt(deviation.reduce((sum, value) => sum + value ** 2, 0) / deviation.length)
  return applyStandardize({ mean, deviation: deviation.map(() => whole) }, matrix)
}

/** An embedding with the class of every item; all of them must be labeled. */
const read = Effect.fnUntraced(function*(path: string) {
  const { ids, matrix } = yield* readPool(path)
  const pool = { path, ids, rows: matrix.rows }
  const found = yield* readLabels(path.replace(/\.npy$/, ".labels.csv"), { pool })
  const byId = new Map(found.ids.map((id, i) => [id as string, found.labels[i]!]))
  const labels = (ids ?? []).map((id) => byId.get(id)!), classNames = sortedClasses(labels)
  return { items: fromMatrix(scaled(matrix)), labels: classNumbers(classNames, labels), classes: classNames.length }
})

const probe = Effect.fnUntraced(
  function*({ classes, items, labels }: Effect.Success<ReturnType<typeof read>>, seed: number) {
    const at = yield* balancedInitial(Rng.fromSeed(seed), { labels, classes }, Number(given.labels))
    const data = { items, at, labels: Int32Array.from(at, (i) => labels[i]!), classes }
    const trainer = yield* Trainer.Trainer
    const model = yield* trainer.fit(network({ kind: "linear" }), data, trainingConfigs.supclustLinear, { seed })
    const known = new Set(at), rest = Uint32Array.from(labels.keys()).filter((i) => !known.has(i))
    const found = outputs.classes(yield* outputs.probability(model, subset(items, rest)))
    return found.filter((label, i) => label === labels[rest[i]!]).length / rest.length
  },
  Effect.scoped
)

const shown = (values: ReadonlyArray<number>): string => {
  const error = Statistics.standardDeviation(values) / Math.sqrt(values.length)
  return `${(100 * Statistics.mean(values)).toFixed(1)} ± ${(100 * error).toFixed(1)} %`
}

const program = Effect.gen(function*() {
  let first: ReadonlyArray<number> | undefined
  for (const path of positionals) {
    const found = yield* read(path)
    const accuracies = yield* Effect.forEach(seeds, (seed) => probe(found, seed))
    first ??= accuracies
    const gain = shown(accuracies.map((accuracy, i) => accuracy - first![i]!))
    const { items: { rows, shape }, classes } = found
    console.log(
      `${basename(path).padEnd(24)} ${rows} × ${shape[0]}, ${classes} classes   ${shown(accuracies)}   gain ${gain}`
    )
  }
})

const layer = Trainer.layer.pipe(
  Layer.provideMerge(TensorBackend.of(given.backend as BackendChoice)),
  Layer.merge(NodeServices.layer)
)
await Effect.runPromise(Effect.provide(program, layer))
