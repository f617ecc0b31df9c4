/** The loops of batch normalization on our kernels. */
import * as tf from "@tensorflow/tfjs-core"
import { type ChannelOps, generic } from "../network/layer/channels.ts"
import { RANGE, spread } from "./module.ts"
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

const statistics: ChannelOps["statistics"] = (x) => {
  const backend = wasmBackend(), { channels, rows } = sizes(x)
  const work = { items: channels, cost: x.size, align: 4 }, at = address(backend, x)
  const sums = doubles(
    backend,
    channels,
    (out) => spread(backend, "channelSums", work, [at, rows, channels, out, RANGE])
  )
  const mean = perChannel(backend, sums, 1 / rows), middle = address(backend, mean)
  const squares = doubles(
    backend,
    channels,
    (out) => spread(backend, "channelSquares", work, [at, middle, rows, channels, out, RANGE])
  )
  return { mean, variance: perChannel(backend, squares, 1 / rows) }
}

const affine: ChannelOps["affine"] = (x, scale, shift, relu) => {
  const backend = wasmBackend(), { channels, rows } = sizes(x)
  const y = tensorOf(room(backend, x.shape))
  const at = [x, scale, shift, y].map((tensor) => address(backend, tensor))
  spread(
    backend,
    "affine",
    { items: rows, cost: x.size },
    [...at, channels, relu ? 0 : -Infinity, RANGE]
  )
  return y
}

const gradientSums: ChannelOps["gradientSums"] = (x, mean, dy, y) => {
  const backend = wasmBackend(), { channels, rows } = sizes(x)
  const at = [x, mean, dy].map((tensor) => address(backend, tensor)), gate = y === undefined ? 0 : address(backend, y)
  const both = doubles(
    backend,
    2 * channels,
    (out) =>
      spread(
        backend,
        "gradientSums",
        { items: channels, cost: x.size, align: 4 },
        [...at, gate, rows, channels, out, RANGE]
      )
  )
  const part = (from: number): tf.Tensor => perChannel(backend, both.subarray(from, from + channels), 1)
  return { sums: part(0), products: part(channels) }
}

const combine: ChannelOps["combine"] = (x, dy, y, { a, b, k }) => {
  const backend = wasmBackend(), { channels, rows } = sizes(x)
  const dx = tensorOf(room(backend, x.shape))
  const gate = y === undefined ? 0 : address(backend, y)
  const [from, gradient, ...rest] = [x, dy, a, b, k, dx].map((tensor) => address(backend, tensor))
  spread(
    backend,
    "gradientCombine",
    { items: rows, cost: x.size },
    [from!, gradient!, gate, ...rest, channels, RANGE]
  )
  return dx
}

/** Ours where the channels are a multiple of four, tfjs's operations otherwise. */
export const wasmChannels: ChannelOps = {
  statistics: (x) => (x.shape.at(-1)! % 4 === 0 ? statistics : generic.statistics)(x),
  affine: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? affine : generic.affine)(x, ...rest),
  gradientSums: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? gradientSums : generic.gradientSums)(x, ...rest),
  combine: (x, ...rest) => (x.shape.at(-1)! % 4 === 0 ? combine : generic.combine)(x, ...rest)
}
