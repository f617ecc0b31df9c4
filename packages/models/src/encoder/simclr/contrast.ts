/** The loss that SimCLR learns by: of all views, an image's other view should be the nearest. */
import * as tf from "@tensorflow/tfjs-core"

/**
 * How views are contrasted. `anchors`: "first" asks the question of first views only, as the code behind SUPClust does
 * (SCAN's), "both" of both, as Chen et al. 2020 do; the others are those of both views either way.
 */
export interface Contrast {
  /** What cosines are divided by. */
  readonly temperature: number
  readonly anchors: "first" | "both"
}

/** The mean loss, one number, and its gradient by the projections. Both belong to the caller. */
export interface Contrasted {
  readonly loss: tf.Tensor
  readonly gradient: tf.Tensor
}

/** Shorter vectors count as this long, as in PyTorch. */
const SHORTEST = 1e-12
/** Its exponential is zero. */
const NEVER = -1e30

/** A matrix of `value` where row i meets column `column(i)`, and zeros. */
const marked = (rows: number, columns: number, value: number, column: (row: number) => number): tf.Tensor2D => {
  const values = new Float32Array(rows * columns)
  for (let i = 0; i < rows; i++) values[i * columns + column(i)] = value
  return tf.tensor2d(values, [rows, columns])
}

// Products with a transposed operand are many times slower on wasm than a transposition before them.
const turned = (x: tf.Tensor2D): tf.Tensor2D => tf.transpose(x)

/** The loss of unit vectors `z`, and its gradient by them. */
const ofUnit = (z: tf.Tensor2D, { anchors, temperature }: Contrast): [loss: tf.Tensor, gradient: tf.Tensor2D] => {
  const views = z.shape[0], images = views / 2, rows = anchors === "first" ? images : views
  const asking = tf.slice(z, 0, rows)
  const scores = tf.add(tf.div(tf.matMul(asking, turned(z)), temperature), marked(rows, views, NEVER, (row) => row))
  const wanted = marked(rows, views, 1, (row) => (row + images) % views)
  const shifted = tf.sub(scores, tf.max(scores, 1, true))
  const exponents = tf.exp(shifted), total = tf.sum(exponents, 1, true)
  const losses = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, wanted), 1, true))
  const dscores = tf.div(tf.sub(tf.div(exponents, total), wanted), rows * temperature) as tf.Tensor2D
  const asked = tf.matMul(turned(dscores), asking)
  return [tf.mean(losses), tf.add(asked, tf.pad(tf.matMul(dscores, z), [[0, views - rows], [0, 0]]))]
}

/** From the gradient by z = x / |x| to the one by x. */
const byLength = (x: tf.Tensor2D): { z: tf.Tensor2D; back: (dz: tf.Tensor2D) => tf.Tensor } => {
  const length = tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), SHORTEST), z = tf.div(x, length) as tf.Tensor2D
  const back = (dz: tf.Tensor2D): tf.Tensor => tf.div(tf.sub(dz, tf.mul(z, tf.sum(tf.mul(z, dz), 1, true))), length)
  return { z, back }
}

/**
 * NT-Xent (Chen et al. 2020) of the projections of B images' views, 2 B rows, first views before second ones:
 * −log of softmax over all other views of cosine / temperature, at the image's other view, on average over the anchors.
 * O(B²) numbers.
 */
export const contrast = (projections: tf.Tensor2D, by: Contrast): Contrasted => {
  const [loss, gradient] = tf.tidy(() => {
    const { back, z } = byLength(projections)
    const [loss, dz] = ofUnit(z, by)
    return [loss, back(dz)]
  }) as [tf.Tensor, tf.Tensor]
  return { loss, gradient }
}
