/**
 * A layer: what it computes, what its gradient is, what it weighs and costs. Gradients are written out rather than
 * recorded, so every tensor's life is known, and each is tested against finite differences.
 */
import type * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"

/** How a weight starts. `fan` numbers are summed into each output: normal has variance 2/fan, uniform ±1/√fan. */
export type Start =
  | { readonly kind: "normal" | "uniform"; readonly fan: number }
  | { readonly kind: "constant"; readonly value: number }

/** A weight that a layer has: its `name`, `shape`, and how it starts; `trained` is false for running statistics. */
export interface Weight {
  readonly name: string
  readonly shape: ReadonlyArray<number>
  readonly start: Start
  readonly trained: boolean
}

/**
 * - `train`: dropout on, batch statistics, gradients kept
 * - `predict`: dropout off, running statistics
 * - `passes`: dropout on, running statistics
 */
export type Mode = "train" | "predict" | "passes"

/** What a layer works with for one batch. */
export interface Run {
  /** What it is for. */
  readonly mode: Mode
  /** All weights by name. */
  readonly weights: ReadonlyMap<string, tf.Tensor>
  /** Dropout draws from it, by the layer's name. */
  readonly key: Rng.Key
  /** Filled by `back`: the gradient of each weight. */
  readonly gradients: Map<string, tf.Tensor>
  /** Filled in `train` mode: new running statistics. */
  readonly updates: Map<string, tf.Tensor>
}

/**
 * An output, `y`, which belongs to the caller, who keeps it (and the input) until `back`, and how a gradient goes back
 * through the layer.
 *
 * `back` is called at most once, in `train` mode only; its result belongs to the caller, and is undefined where the
 * layer's input needs none.
 */
export interface Pass {
  readonly y: tf.Tensor
  readonly back: (dy: tf.Tensor) => tf.Tensor | undefined
}

/**
 * A layer of a network: its `weights`, the shape of its `output`, what it costs, and how it is computed (`forward`).
 * Shapes are of one item; `macs` are its multiply-adds, `kept` the numbers kept for the gradient.
 */
export interface Layer {
  readonly weights: ReadonlyArray<Weight>
  readonly output: ReadonlyArray<number>
  readonly macs: number
  readonly kept: number
  readonly forward: (x: tf.Tensor, run: Run) => Pass
}

/** A weight by name. */
export const weightOf = (run: Run, name: string): tf.Tensor => {
  const found = run.weights.get(name)
  if (found === undefined) throw new Error(`there is no weight ${name}`)
  return found
}

/** Adds to a weight's gradient. */
export const addGradient = (run: Run, name: string, gradient: tf.Tensor): void => {
  const former = run.gradients.get(name)
  run.gradients.set(name, former === undefined ? gradient : tf.add(former, gradient))
  if (former !== undefined) tf.dispose([former, gradient])
}

/** The product of a shape. */
export const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, n) => size * n, 1)
