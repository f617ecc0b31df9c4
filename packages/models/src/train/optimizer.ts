/** The optimizers, with the moments that they keep a weight. */
import * as tf from "@tensorflow/tfjs-core"
import { wasmSteps } from "../tfjs-kernels/optimize.ts"
import type { Optimizer } from "./config.ts"
import { generic, type Steps } from "./steps.ts"

/** Replaces tensors in `weights` and frees the old ones; `moments` belong to the optimizer. */
export interface Stepper {
  /** One step for every weight that has a gradient. */
  readonly step: (
    weights: Map<string, tf.Tensor>,
    gradients: ReadonlyMap<string, tf.Tensor>,
    rate: number
  ) => void
  readonly dispose: () => void
}

/** A stepper that can be kept and gone on with. */
export interface Resumable extends Stepper {
  /** How many steps it took, and its moments by name; the tensors stay the stepper's. */
  readonly state: () => StepperState
  /** Goes on from such a state, whose tensors are the stepper's from now on. */
  readonly restore: (state: StepperState) => void
}

/** See {@link Resumable}. A moment's name is that of its weight, and `m` or `v`. */
export interface StepperState {
  readonly taken: number
  readonly moments: ReadonlyMap<string, tf.Tensor>
}

const stepsOf = (): Steps => tf.getBackend() === "wasm" ? wasmSteps : generic

const BETA1 = 0.9
const BETA2 = 0.999

interface Moments {
  readonly m: tf.Tensor
  readonly v?: tf.Tensor
}

const stepOne = (by: Optimizer, w: tf.Tensor, g: tf.Tensor, { m, v }: Moments, rate: number, step: number) =>
  by.kind === "sgd"
    ? stepsOf().sgd(w, g, m, { rate, momentum: by.momentum, decay: by.weightDecay, nesterov: by.nesterov })
    : stepsOf().adam(w, g, m, v!, { rate, beta1: BETA1, beta2: BETA2, step })

/** Zero moments that no enclosing tidy frees. */
const startOf = (by: Optimizer, w: tf.Tensor): Moments => {
  const zero = (): tf.Tensor => tf.keep(tf.tensor(new Float32Array(w.size), w.shape))
  return by.kind === "sgd" ? { m: zero() } : { m: zero(), v: zero() }
}

const freed = (moments: Moments): void => tf.dispose(Object.values(moments) as Array<tf.Tensor>)

type Kept = Map<string, Moments>

const freeAll = (kept: Kept): void => {
  for (const moments of kept.values()) freed(moments)
  kept.clear()
}

const named = (kept: Kept): Map<string, tf.Tensor> =>
  new Map(
    [...kept].flatMap(([name, moments]) =>
      Object.entries(moments).map(([part, tensor]): [string, tf.Tensor] => [`${name}/${part}`, tensor as tf.Tensor])
    )
  )

const unnamed = (moments: StepperState["moments"]): Kept => {
  const kept: Kept = new Map()
  for (const [path, tensor] of moments) {
    const at = path.lastIndexOf("/"), name = path.slice(0, at)
    kept.set(name, { ...kept.get(name), [path.slice(at + 1)]: tf.keep(tensor) } as Moments)
  }
  return kept
}

/** A stepper with zero moments. */
export const stepper = (by: Optimizer): Resumable => {
  let kept: Kept = new Map()
  let taken = 0
  const update = (weights: Map<string, tf.Tensor>, name: string, g: tf.Tensor, rate: number): void => {
    const former = weights.get(name)!
    const moments = kept.get(name) ?? startOf(by, former)
    const { w, ...next } = stepOne(by, former, g, moments, rate, taken)
    weights.set(name, tf.keep(w))
    kept.set(name, Object.fromEntries(Object.entries(next).map(([k, t]) => [k, tf.keep(t)])) as unknown as Moments)
    former.dispose()
    if (next.m !== moments.m) freed(moments)
  }
  return {
    step: (weights, gradients, rate) => {
      taken++
      for (const [name, g] of gradients) update(weights, name, g, rate)
    },
    dispose: () => freeAll(kept),
    state: () => ({ taken, moments: named(kept) }),
    restore: (state) => {
      freeAll(kept)
      kept = unnamed(state.moments)
      taken = state.taken
    }
  }
}
