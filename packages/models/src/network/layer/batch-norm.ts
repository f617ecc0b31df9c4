/** Batch normalization, with the rectifier that mostly follows it. */
import * as tf from "@tensorflow/tfjs-core"
import { channelOps } from "./channel-ops.ts"
import { addGradient, type Layer, type Pass, type Run, sizeOf, weightOf } from "./Layer.ts"

const EPSILON = 1e-5
/** How much of a new batch goes into the running statistics (PyTorch's momentum). */
const MOMENTUM = 0.1

interface Statistics {
  readonly mean: tf.Tensor
  /** 1 / √(variance + ε). */
  readonly inverse: tf.Tensor
}

const inverseOf = (variance: tf.Tensor): tf.Tensor => tf.tidy(() => tf.rsqrt(tf.add(variance, EPSILON)))

const moved = (run: Run, name: string, value: tf.Tensor, factor: number): void => {
  const former = weightOf(run, name)
  run.updates.set(name, tf.tidy(() => tf.add(tf.mul(former, 1 - MOMENTUM), tf.mul(value, MOMENTUM * factor))))
}

/** The batch's statistics; the running ones take their share, the variance unbiased as in PyTorch. */
const ofBatch = (name: string, run: Run, x: tf.Tensor): Statistics => {
  const { mean, variance } = channelOps().statistics(x)
  const rows = x.size / x.shape.at(-1)!
  moved(run, `${name}.mean`, mean, 1)
  moved(run, `${name}.variance`, variance, rows / Math.max(1, rows - 1))
  const inverse = inverseOf(variance)
  variance.dispose()
  return { mean, inverse }
}

const ofRunning = (name: string, run: Run): Statistics => ({
  mean: weightOf(run, `${name}.mean`).clone(),
  inverse: inverseOf(weightOf(run, `${name}.variance`))
})

const normalized = (name: string, run: Run, x: tf.Tensor, { inverse, mean }: Statistics, relu: boolean): tf.Tensor => {
  const [scale, shift] = tf.tidy(() => {
    const scale = tf.mul(weightOf(run, `${name}.scale`), inverse)
    return [scale, tf.sub(weightOf(run, `${name}.shift`), tf.mul(mean, scale))] as [tf.Tensor, tf.Tensor]
  })
  const y = channelOps().affine(x, scale, shift, relu)
  tf.dispose([scale, shift])
  return y
}

/** dx = γ · inverse · (dy − mean dy − (x − mean) · inverse² · mean(dy · (x − mean))), as a · dy + b · x + k. */
const back = (name: string, run: Run, x: tf.Tensor, { inverse, mean }: Statistics, dy: tf.Tensor, y?: tf.Tensor) => {
  const { products, sums } = channelOps().gradientSums(x, mean, dy, y)
  const rows = x.size / x.shape.at(-1)!
  const [scale, a, b, k] = tf.tidy(() => {
    const a = tf.mul(weightOf(run, `${name}.scale`), inverse)
    const b = tf.neg(tf.mul(tf.mul(a, tf.square(inverse)), tf.div(products, rows)))
    const k = tf.neg(tf.add(tf.mul(a, tf.div(sums, rows)), tf.mul(b, mean)))
    return [tf.mul(products, inverse), a, b, k] as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
  })
  addGradient(run, `${name}.scale`, scale)
  addGradient(run, `${name}.shift`, sums)
  const dx = channelOps().combine(x, dy, y, { a, b, k })
  tf.dispose([products, a, b, k, mean, inverse])
  return dx
}

const forward = (name: string, rectified: boolean, x: tf.Tensor, run: Run): Pass => {
  const statistics = run.mode === "train" ? ofBatch(name, run, x) : ofRunning(name, run)
  const y = normalized(name, run, x, statistics, rectified)
  if (run.mode !== "train") tf.dispose([statistics.mean, statistics.inverse])
  return { y, back: (dy) => back(name, run, x, statistics, dy, rectified ? y : undefined) }
}

/**
 * Each channel to mean 0 and variance 1 over the batch and its pixels, then scaled and shifted; and `relu` where asked,
 * which by default it is not.
 *
 * `name` begins the weights' names, `shape` is that of an item. Outside training the running statistics are used. ε =
 * 1e-5, momentum 0.1.
 */
export const batchNorm = (name: string, shape: ReadonlyArray<number>, relu = false): Layer => {
  const channels = [shape.at(-1)!]
  const weight = (part: string, value: number, trained: boolean) =>
    ({ name: `${name}.${part}`, shape: channels, start: { kind: "constant", value }, trained }) as const
  return {
    weights: [
      weight("scale", 1, true),
      weight("shift", 0, true),
      weight("mean", 0, false),
      weight("variance", 1, false)
    ],
    output: shape,
    macs: 0,
    kept: sizeOf(shape),
    forward: (x, run) => forward(name, relu, x, run)
  }
}
