/**
 * The digits for the examples that train: 1,297 to choose from, the other 500 to test on.
 */
import type { Matrix } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { fromMatrix, learner, network, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as Layer from "effect/Layer"

const all = await loadDigits()
const POOL = 1297

const rows = (from: number, to: number): Matrix.Matrix => ({
  data: all.pool.data.subarray(from * all.pool.cols, to * all.pool.cols),
  rows: to - from,
  cols: all.pool.cols
})

export const pool = rows(0, POOL)
export const labels = all.labels.subarray(0, POOL)
export const test = { items: fromMatrix(rows(POOL, all.pool.rows)), labels: all.labels.subarray(POOL) }

/** A linear classifier on the pixels, trained anew each round by SUPClust's recipe, with fewer epochs to be quick. */
export const linear = learner(
  network({ kind: "linear" }),
  { pool: fromMatrix(pool), test, classes: 10 },
  { ...trainingConfigs.supclustLinear, epochs: 20 }
).pipe(Layer.provide(Trainer.layer), Layer.provide(TensorBackend.wasm))
