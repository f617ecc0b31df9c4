/** For tests: gradients beside finite differences. */
import { assert } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import type { Layer, Mode, Run } from "../src/network/layer/Layer.ts"

/** Numbers evenly spread over (−1, 1) in random order: none near another or near zero, so no kinks and no ties. */
export const noise = (size: number, seed: number): Float32Array =>
  Float32Array.from(Rng.permutation(Rng.fromSeed(seed), size), (i) => (2 * i + 1.3) / size - 1)

type Values = Map<string, Float32Array>

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((product, n) => product * n, 1)

/** Weights drawn at random; running variances stay positive. */
export const drawWeights = (layer: Layer, seed: number): Values =>
  new Map(layer.weights.map(({ name, shape, trained }, i) => {
    const values = noise(sizeOf(shape), seed + i)
    return [name, trained ? values : values.map((v) => 1 + v / 2)]
  }))

/** A run over tensors made of `values`. */
export const runOf = (layer: Layer, values: Values, mode: Mode): Run => ({
  mode,
  key: Rng.fromSeed(5),
  weights: new Map(layer.weights.map(({ name, shape }) => [name, tf.tensor(values.get(name)!, [...shape])])),
  gradients: new Map(),
  updates: new Map()
})

/** Σ y · direction: one number whose gradient is looked at. */
const measure = (layer: Layer, values: Values, x: Float32Array, shape: ReadonlyArray<number>): number =>
  tf.tidy(() => {
    const { y } = layer.forward(tf.tensor(x, [...shape]), runOf(layer, values, "train"))
    const direction = noise(y.size, 99), numbers = y.dataSync()
    let sum = 0
    for (let i = 0; i < direction.length; i++) sum += direction[i]! * numbers[i]!
    return sum
  })

interface Checked {
  readonly x: Float32Array | undefined
  readonly weights: Values
}

/** The layer's own gradients. */
export const gradientsOf = (layer: Layer, values: Values, x: Float32Array, shape: ReadonlyArray<number>): Checked =>
  tf.tidy(() => {
    const run = runOf(layer, values, "train")
    const { back, y } = layer.forward(tf.tensor(x, [...shape]), run)
    const dx = back(tf.tensor(noise(y.size, 99), y.shape))
    const weights = new Map([...run.gradients].map(([name, t]) => [name, t.dataSync() as Float32Array]))
    return { x: dx?.dataSync() as Float32Array | undefined, weights } as unknown as tf.TensorContainer
  }) as unknown as Checked

const STEP = 4e-3

/** (f(v + h) − f(v − h)) / 2h for every number of `at`; NaN where the two halves differ: a kink of relu's. */
const differences = (at: Float32Array, f: () => number): Float64Array => {
  const middle = f()
  return Float64Array.from(at, (value, i) => {
    at[i] = value + STEP
    const up = f(), right = at[i]!
    at[i] = value - STEP
    const down = f(), left = at[i]!
    at[i] = value
    const bend = Math.abs((up - middle) / (right - value) - (middle - down) / (value - left))
    return bend > 0.05 ? NaN : (up - down) / (right - left)
  })
}

const near = (what: string, found: Float32Array, wanted: Float64Array, tolerance: number): void => {
  const smooth = wanted.filter((value) => !Number.isNaN(value))
  assert.isAtLeast(smooth.length, 0.6 * wanted.length, `${what} has too many kinks`)
  const scale = Math.max(1, ...smooth.map(Math.abs))
  for (let i = 0; i < wanted.length; i++) {
    if (!Number.isNaN(wanted[i]!)) assert.closeTo(found[i]!, wanted[i]!, tolerance * scale, `${what}[${i}]`)
  }
}

/** Holds a layer's gradients by its input and its weights to finite differences. */
export const checkGradients = (layer: Layer, shape: ReadonlyArray<number>, tolerance = 5e-3): void => {
  const x = noise(sizeOf(shape), 7), values = drawWeights(layer, 11)
  const found = gradientsOf(layer, values, x, shape)
  const f = (): number => measure(layer, values, x, shape)
  if (found.x !== undefined) near("x", found.x, differences(x, f), tolerance)
  for (const { name, trained } of layer.weights) {
    if (trained) near(name, found.weights.get(name)!, differences(values.get(name)!, f), tolerance)
    else assert.isFalse(found.weights.has(name))
  }
}
