/** Layers one after the other, and the residual block. */
import * as tf from "@tensorflow/tfjs-core"
import type { Layer, Pass, Run } from "./Layer.ts"
import { sizeOf } from "./Layer.ts"

/** Goes back through passes; each output is freed once its layer needs it no more. */
const back = (passes: ReadonlyArray<Pass>, dy: tf.Tensor): tf.Tensor | undefined => {
  let gradient: tf.Tensor | undefined = dy
  for (let i = passes.length - 1; i >= 0 && gradient !== undefined; i--) {
    const { back, y }: Pass = passes[i]!
    const next: tf.Tensor | undefined = back(gradient)
    if (gradient !== dy) gradient.dispose()
    // The last output belongs to the caller.
    if (i < passes.length - 1) y.dispose()
    gradient = next
  }
  return gradient
}

const forward = (layers: ReadonlyArray<Layer>, x: tf.Tensor, run: Run): Pass => {
  const passes: Array<Pass> = []
  let y = x
  for (const layer of layers) {
    const pass = layer.forward(y, run)
    if (run.mode !== "train" && y !== x) y.dispose()
    passes.push(pass)
    y = pass.y
  }
  return { y, back: (dy) => back(passes, dy) }
}

/** `layers` one after the other; at least one. */
export const sequence = (layers: ReadonlyArray<Layer>): Layer => ({
  weights: layers.flatMap(({ weights }) => weights),
  output: layers.at(-1)!.output,
  macs: layers.reduce((sum, { macs }) => sum + macs, 0),
  kept: layers.reduce((sum, { kept }) => sum + kept, 0),
  forward: (x, run) => forward(layers, x, run)
})

/** What `compute` gives; the tensors that `compute` makes on the way are freed. */
export const tidied = (compute: () => tf.Tensor): tf.Tensor => tf.tidy(compute)

/** Where the output is positive the gradient passes. */
export const reluBack = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor => tidied(() => tf.mul(dy, tf.step(y)))

const joined = (x: tf.Tensor, main: Pass, shortcut: Pass | undefined): tf.Tensor =>
  tidied(() => tf.relu(tf.add(main.y, shortcut?.y ?? x)))

const residualBack = (dy: tf.Tensor, y: tf.Tensor, main: Pass, shortcut: Pass | undefined): tf.Tensor => {
  const gated = reluBack(dy, y)
  const left = main.back(gated)!, right = shortcut === undefined ? gated : shortcut.back(gated)!
  const dx = tf.add(left, right)
  tf.dispose(shortcut === undefined ? [left, gated] : [left, right, gated])
  return dx
}

/**
 * relu(main(x) + shortcut(x)), the shortcut being the identity where none is given. Both end in a layer whose gradient
 * does not need its output (batch normalization without relu): their outputs are freed once they are added.
 */
export const residual = (main: Layer, shortcut?: Layer): Layer => ({
  weights: [...main.weights, ...(shortcut?.weights ?? [])],
  output: main.output,
  macs: main.macs + (shortcut?.macs ?? 0),
  kept: main.kept + (shortcut?.kept ?? 0) + sizeOf(main.output),
  forward: (x, run) => {
    const inner = main.forward(x, run), side = shortcut?.forward(x, run)
    const y = joined(x, inner, side)
    inner.y.dispose()
    side?.y.dispose()
    return { y, back: (dy) => residualBack(dy, y, inner, side) }
  }
})
