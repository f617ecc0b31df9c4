/** What a trained model says of items: columns for strategies, in batches, without augmentation. */
import { Kernels } from "@marginalia/core"
import type { Factors } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import { type AnyItems, atOnce, gather, range } from "@marginalia/datasets/items"
import * as tf from "@tensorflow/tfjs-core"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { Mode } from "../network/layer/Layer.ts"
import { forward } from "./forward.ts"
import { type Model, runOf } from "./Model.ts"

const lacks = {
  passes: "stochastic passes take a network with dropout, and this one has none; give it dropout=0.5",
  projection: "this network has a learned head and no projection; train one with the head max-separation",
  prototype: "this network has a learned head and no prototypes; train one with the head max-separation"
}

/** This model cannot give that `output`; the message says what kind of network can. */
export class OutputUnavailable extends Data.TaggedError("OutputUnavailable")<{
  readonly output: "passes" | "projection" | "prototype"
}> {
  readonly exitCode = 1
  override get message(): string {
    return lacks[this.output]
  }
}

/** The outputs that come from one pass over the items. */
export type Output = "probability" | "feature" | "projection"

/** Items a batch. */
export interface Batches {
  readonly batch?: number
}

const BATCH = 256

/** The tensors that are wanted of one batch. */
const wanted = (model: Model, x: tf.Tensor, outputs: ReadonlyArray<Output>, mode: Mode, key?: Rng.Key) => {
  const { feature, last, logits } = forward(model.built, x, runOf(model, mode, key))
  const all = { feature, projection: last, probability: outputs.includes("probability") ? tf.softmax(logits) : logits }
  return outputs.map((name) => all[name])
}

const read = (tensors: ReadonlyArray<tf.Tensor>) => Effect.promise(() => Promise.all(tensors.map((t) => t.data())))

/** One batch's numbers, output by output. All tensors are freed, also when interrupted. */
const ofBatch = (
  model: Model,
  items: AnyItems,
  at: Uint32Array,
  outputs: ReadonlyArray<Output>,
  mode: Mode,
  key?: Rng.Key
) =>
  Effect.acquireUseRelease(
    Effect.sync(() =>
      tf.tidy(() => {
        const normalization = items.normalization ?? model.normalization
        const values = gather({ ...items, ...(normalization && { normalization }) }, at)
        return wanted(model, tf.tensor(values, [at.length, ...model.built.input]), outputs, mode, key)
      })
    ),
    read,
    (tensors) => Effect.sync(() => tf.dispose(tensors))
  )

/** The given outputs of all items, one matrix an output. */
const collect = Effect.fnUntraced(function*(
  model: Model,
  items: AnyItems,
  outputs: ReadonlyArray<Output>,
  mode: Mode,
  { batch = Math.min(BATCH, atOnce(items)) }: Batches,
  key?: Rng.Key
) {
  const found = outputs.map((): Array<Float32Array> => [])
  for (let from = 0; from < items.rows; from += batch) {
    const at = range(from, Math.min(items.rows, from + batch))
    const numbers = yield* ofBatch(model, items, at, outputs, mode, key && Rng.derive(key, from))
    numbers.forEach((part, i) => found[i]!.push(part as Float32Array))
    yield* Kernels.giveWay
  }
  return found.map((parts) => joined(parts, items.rows))
})

const joined = (parts: ReadonlyArray<Float32Array>, rows: number): Matrix.Matrix => {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.length
  }
  return { data, rows, cols: rows === 0 ? 0 : data.length / rows }
}

/**
 * Class probabilities of `items` by a `model`, N × C: the softmax of the logits. Default of `options`: 256 items a
 * batch.
 */
export const probability = (model: Model, items: AnyItems, options: Batches = {}): Effect.Effect<Matrix.Matrix> =>
  collect(model, items, ["probability"], "predict", options).pipe(Effect.map(([matrix]) => matrix!))

/**
 * The penultimate activations of `items` in a `model`, N × width; the input itself for a linear network. Default of
 * `options`: 256 items a batch.
 */
export const feature = (model: Model, items: AnyItems, options: Batches = {}): Effect.Effect<Matrix.Matrix> =>
  collect(model, items, ["feature"], "predict", options).pipe(Effect.map(([matrix]) => matrix!))

/**
 * Φ(x) of `items` in a maximum-separation `model`, N × (C − 1), not normalized. Default of `options`: 256 items a
 * batch.
 *
 * Fails with {@link OutputUnavailable} for a network with a learned head.
 */
export const projection = (
  model: Model,
  items: AnyItems,
  options: Batches = {}
): Effect.Effect<Matrix.Matrix, OutputUnavailable> => {
  if (model.built.fixed !== undefined) {
    return collect(model, items, ["projection"], "predict", options).pipe(Effect.map(([matrix]) => matrix!))
  }
  return Effect.fail(new OutputUnavailable({ output: "projection" }))
}

/**
 * The prototypes that a maximum-separation `model` compares with, C × (C − 1), one row a class. Fails with {@link
 * OutputUnavailable} for a learned head.
 */
export const prototype = (model: Model): Effect.Effect<Matrix.Matrix64, OutputUnavailable> => {
  if (model.built.fixed !== undefined) return Effect.succeed(model.built.fixed)
  return Effect.fail(new OutputUnavailable({ output: "prototype" }))
}

/**
 * Several outputs (`names`) of `items` in one pass of a `model`, each as its own function gives it. Default of
 * `options`: 256 items a batch. Fails with {@link OutputUnavailable} as `projection` does.
 */
export const together = Effect.fnUntraced(function*(
  model: Model,
  items: AnyItems,
  names: ReadonlyArray<Output>,
  options: Batches = {}
): Effect.fn.Return<ReadonlyArray<Matrix.Matrix>, OutputUnavailable> {
  if (names.includes("projection") && model.built.fixed === undefined) return [yield* projection(model, items)]
  return yield* collect(model, items, names, "predict", options)
})

/** How the passes differ: `count` of them, drawn from `key`. */
export interface Passes extends Batches {
  readonly count: number
  readonly key: Rng.Key
}

/**
 * Class probabilities of `count` passes with dropout on and batch normalization as in prediction. Fails with {@link
 * OutputUnavailable} for a network without dropout, whose passes would all be the same.
 *
 * `model` is asked of all `items`.
 */
export const passes = (
  model: Model,
  items: AnyItems,
  { count, key, ...options }: Passes
): Effect.Effect<ReadonlyArray<Matrix.Matrix>, OutputUnavailable> => {
  if (model.built.spec.dropout === 0) return Effect.fail(new OutputUnavailable({ output: "passes" }))
  const one = (pass: number) => collect(model, items, ["probability"], "passes", options, Rng.derive(key, pass))
  return Effect.forEach(Array.from({ length: count }, (_, pass) => pass), one).pipe(
    Effect.map((all) => all.map(([m]) => m!))
  )
}

/** p − onehot(argmax p), in place; ties go to the smaller class. */
const residue = ({ cols, data, rows }: Matrix.Matrix): Matrix.Matrix => {
  for (let row = 0; row < rows; row++) {
    let best = row * cols
    for (let i = best + 1; i < (row + 1) * cols; i++) if (data[i]! > data[best]!) best = i
    data[best]! -= 1
  }
  return { data, rows, cols }
}

/**
 * BADGE's gradient embedding of `items` in a `model`, in factors: p − onehot(argmax p), and the feature. Default of
 * `options`: 256 items a batch.
 */
export const gradient = (model: Model, items: AnyItems, options: Batches = {}): Effect.Effect<Factors> =>
  collect(model, items, ["probability", "feature"], "predict", options).pipe(
    Effect.map(([p, right]) => ({ left: residue(p!), right: right! }))
  )

/** The most probable class of each row; ties go to the smaller class. */
export const classes = ({ cols, data, rows }: Matrix.Matrix): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => {
    let best = 0
    for (let c = 1; c < cols; c++) if (data[row * cols + c]! > data[row * cols + best]!) best = c
    return best
  })
