/** The loops of batch normalization on our kernels. */
import * as tf from "@tensorflow/tfjs-core"
import { type ChannelOps, generic } from "../network/layer/channels.ts"
import { type Kernels, kernelsOf } from "./module.ts"
import { address, memoryOf, room, view, type WasmBackend, wasmBackend } from "./wasm-backend.ts"

const tensorOf = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info)

/** A tensor of one number a channel. */
const perChannel = (backend: WasmBackend, values: Float64Array, factor: number): tf.Tensor => {
  const out = room(backend, [values.length])
  view(backend, out).set(values.map((value) => value * factor))
  return tensorOf(out)
}

/** `count` doubles, zero at first, filled by `use`. */
const doubles = (backend: WasmBackend, count: number, use: (at: number) => void): Float64Array => {
  const held = room(backend, [2 * count])
  view(backend, held).fill(0)
  const at = address(backend, held)
  use(at)
  const values = new Float64Array(memoryOf(backend).buffer, at, count).slice()
  backend.disposeData(held.dataId)
  return values
}

interface Sizes {
  readonly rows: number
  readonly channels: number
}

const sizes = (x: tf.Tensor): Sizes => ({ rows: x.size / x.shape.at(-1)!, channels: x.shape.at(-1)! })

const withKernels = <A>(use: (backend: WasmBackend, kernels: Kernels, at: (x: tf.Tensor) => number) => A): A => {
  const backend = wasmBackend()
  return use(backend, kernelsOf(backend), (x) => address(backend, x))
}

const statistics: ChannelOps["statistics"] = (x) =>
  withKernels((backend, { channelSquares, channelSums }, at) => {
    const { channels, rows } = sizes(x)
    const sums = doubles(backend, channels, (out) => channelSums(at(x), rows, channels, out, 0, channels))
    const mean = perChannel(backend, sums, 1 / rows)
    const squares = doubles(backend, channels, (out) => {
      channelSquares(at(x), at(mean), rows, channels, out, 0, channels)
    })
    return { mean, variance: perChannel(backend, squares, 1 / rows) }
  })

const affine: ChannelOps["affine"] = (x, scale, shift, relu) =>
  withKernels((backend, { affine }, at) => {
    const y = tensorOf(room(backend, x.shape))
    const { channels, rows } = sizes(x)
    affine(at(x), at(scale), at(shift), at(y), channels, relu ? 0 : -Infinity, 0, rows)
    return y
  })

const gradientSums: ChannelOps["gradientSums"] = (x, mean, dy, y) =>
  withKernels((backend, { gradientSums }, at) => {
    const { channels, rows } = sizes(x)
    const both = doubles(backend, 2 * channels, (out) => {
      gradientSums(at(x), at(mean), at(dy), y === undefined ? 0 : at(y), rows, channels, out, 0, channels)
    })
    const part = (from: number): tf.Tensor => perChannel(backend, both.subarray(from, from + channels), 1)
    return { sums: part(0), products: part(channels) }
  })

const combine: ChannelOps["combine"] = (x, dy, y, { a, b, k }) =>
  withKernels((backend, { gradientCombine }, at) => {
    const dx = tensorOf(room(backend, x.shape))
    const { channels, rows } = sizes(x)
    gradientCombine(at(x), at(dy), y === undefined ? 0 : at(y), at(a), at(b), at(k), at(dx), channels, 0, rows)
    return dx
  })

/** Ours where the channels are a multiple of four, tfjs's operations otherwise. */
export const wasmChannels: ChannelOps = {
  statistics: (x) => (x.shape.at(-1)! % 4 === 0 ? statistics : generic.statistics)(x),
  affine: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? affine : generic.affine)(x, ...rest),
  gradientSums: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? gradientSums : generic.gradientSums)(x, ...rest),
  combine: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? combine : generic.combine)(x, ...rest)
}
