/** What a training will cost, before it begins. */
import type { TrainingConfig } from "../train/config.ts"
import type { Built } from "./build.ts"
import { sizeOf } from "./layer/Layer.ts"

/** What a training will cost: numbers, operations, memory and time. */
export interface Estimate {
  /** Numbers that are trained. */
  readonly parameters: number
  /** Floating-point operations for one item's outputs (a multiply-add counts as two). */
  readonly flops: number
  /** Those of the whole training: three times as many, for every item and epoch. */
  readonly trainingFlops: number
  /** Items a batch. */
  readonly batch: number
  /** About how much memory a batch of training takes: activations, gradients, weights and moments. */
  readonly bytes: number
  /** About how long it takes on a device of `gflops`; undefined where none is given. */
  readonly seconds: number | undefined
}

/** A gradient as large as the activation beside it, padding, and what an allocator leaves unused. */
const SLACK = 1.5

/**
 * What training the network `built` by a `config` on so many `items` will cost: parameters, operations, memory and
 * time. Pure.
 *
 * `gflops` is what the device reaches in convolutions or products: `probe` measures it. Without it no time is told.
 */
export const estimate = (built: Built, config: TrainingConfig, items: number, gflops?: number): Estimate => {
  const parameters = built.weights.reduce((sum, { shape, trained }) => sum + (trained ? sizeOf(shape) : 0), 0)
  const kept = (built.body?.kept ?? 0) + built.head.kept + sizeOf(built.input)
  const flops = 2 * ((built.body?.macs ?? 0) + built.head.macs)
  const batch = Math.min(config.batch, items)
  const moments = config.optimizer.kind === "adam" ? 2 : 1
  const trainingFlops = 3 * flops * items * config.epochs
  return {
    parameters,
    flops,
    trainingFlops,
    batch,
    bytes: Math.round(4 * (SLACK * kept * batch + parameters * (2 + moments))),
    seconds: gflops === undefined ? undefined : trainingFlops / (gflops * 1e9)
  }
}
