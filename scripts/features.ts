/**
 * `node scripts/features.ts FILE ENCODER OUT`: the items of an experiment's first data set as an encoder sees them, in files that
 * other experiments name as their pool. Writes `OUT/pool.npy` and `OUT/test.npy` with labels beside them, by the draws of FILE, from
 * whose folder paths in ENCODER start.
 *
 *     node scripts/features.ts docs/results/fashion-mnist-tiny.yaml "onnx(lite0/lite0.onnx)" docs/results/fashion-mnist-lite0
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import type { Matrix } from "@marginalia/core"
import { encodeNpy, writeAtomically } from "@marginalia/datasets/files"
import { prepareExperiment, readExperimentFile } from "@marginalia/experiments"
import { loadData } from "@marginalia/experiments/data/load"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const [path, embedding, out] = process.argv.slice(2)
if (path === undefined || embedding === undefined || out === undefined) {
  throw new Error("say which experiment, which encoder, and in which folder the vectors go")
}

const write = (name: string, matrix: Matrix.Matrix, labels: ReadonlyArray<string>) => {
  writeFileSync(
    join(out, `${name}.labels.csv`),
    ["id,label", ...labels.map((label, i) => `${i},${label}`), ""].join("\n")
  )
  return writeAtomically(join(out, `${name}.npy`), encodeNpy(matrix.data, [matrix.rows, matrix.cols]))
}

const main = Effect.gen(function*() {
  const file = yield* readExperimentFile(path)
  const request = { file, data: [], strategies: [], seeds: 1, embedding, cwd: process.cwd() }
  const { experiment } = yield* prepareExperiment(request)
  const { classNames, embedding: pool, labels, test } = yield* loadData(experiment.units[0]!.unit.data)
  const named = (classes: Int32Array) => Array.from(classes, (label) => classNames[label]!)
  mkdirSync(out, { recursive: true })
  yield* write("pool", pool, named(labels))
  yield* write("test", test.embedding, named(test.labels))
  console.log(`${out}: ${pool.rows} and ${test.embedding.rows} vectors of ${pool.cols} numbers`)
})

await Effect.runPromise(main.pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
