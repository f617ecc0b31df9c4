/**
 * Convolution and its two gradients over padded images, on our kernels.
 *
 * The gradient by the input is itself a convolution: of the output's gradient, spread out by the stride with zeros in
 * between, with the filter turned by half a turn and its inputs and outputs exchanged.
 */
import type * as tf from "@tensorflow/tfjs-core"
import { kernelsOf, RANGE, ranges, spread, threadsOf } from "./module.ts"
import { address, room, view, type WasmBackend } from "./wasm-backend.ts"

/** A convolution's sizes. NHWC images, HWIO filters, no dilation. */
export interface Geometry {
  readonly images: number
  readonly tall: number
  readonly wide: number
  readonly channels: number
  readonly outTall: number
  readonly outWide: number
  readonly outputs: number
  readonly high: number
  readonly width: number
  readonly stride: number
  readonly top: number
  readonly left: number
}

/** Bytes of rows that should stay in the cache between tiles of outputs. */
const FORWARD_BLOCK = 2 ** 20

/** Output pixels whose part of the filter's gradient is summed in registers before it goes to memory. */
const PIXELS = 256

/** Output rows a block: whole images, or a divisor of an image's rows; about {@link PIXELS} pixels. */
const filterBlock = ({ outTall, outWide }: Geometry): number => {
  const images = Math.floor(PIXELS / (outTall * outWide))
  if (images >= 1) return images * outTall
  let rows = Math.max(1, Math.floor(PIXELS / outWide))
  while (outTall % rows !== 0) rows--
  return rows
}

const blockOf = (bytes: number, row: number): number => Math.max(1, Math.floor(bytes / (4 * row)))

/** The part of the padded image that the windows touch. */
const padded = (g: Geometry) => ({
  tall: (g.outTall - 1) * g.stride + g.high,
  wide: (g.outWide - 1) * g.stride + g.width
})

/** Images in zeros, `step` pixels apart. */
const apart = (
  backend: WasmBackend,
  x: tf.TensorInfo,
  [images, tall, wide, channels]: readonly [number, number, number, number],
  out: { readonly tall: number; readonly wide: number },
  [top, left, step]: readonly [number, number, number]
): tf.TensorInfo => {
  const result = room(backend, [images, out.tall, out.wide, channels])
  const from = address(backend, x), to = address(backend, result)
  const cost = images * out.tall * out.wide * channels
  spread(
    backend,
    "pad",
    { items: images, cost },
    [from, to, RANGE, tall, wide, channels, out.tall, out.wide, top, left, step]
  )
  return result
}

const imagesOf = (g: Geometry) => [g.images, g.tall, g.wide, g.channels] as const

/** Whether the windows see the images exactly as they are, so that nothing need be copied. */
const isTight = (g: Geometry, size: { readonly tall: number; readonly wide: number }): boolean =>
  g.top === 0 && g.left === 0 && size.tall === g.tall && size.wide === g.wide

const withPadded = (backend: WasmBackend, x: tf.TensorInfo, g: Geometry, use: (x: tf.TensorInfo) => void): void => {
  const size = padded(g)
  if (isTight(g, size)) return use(x)
  const held = apart(backend, x, imagesOf(g), size, [g.top, g.left, 1])
  use(held)
  backend.disposeData(held.dataId)
}

/** The convolution of images that need no padding any more. `g.outputs` is a multiple of 8. */
const overPadded = (backend: WasmBackend, x: tf.TensorInfo, filter: tf.TensorInfo, g: Geometry): tf.TensorInfo => {
  const { tall, wide } = padded(g)
  const taps = g.high * g.width * g.channels
  const packed = room(backend, [taps, g.outputs])
  const y = room(backend, [g.images, g.outTall, g.outWide, g.outputs])
  const [from, weights, to] = [address(backend, x), address(backend, packed), address(backend, y)]
  kernelsOf(backend).packFilter(address(backend, filter), weights, taps, g.outputs)
  const rows = g.images * g.outTall, block = blockOf(FORWARD_BLOCK, wide * g.channels * g.stride)
  const sizes = [tall, wide, g.channels, g.outTall, g.outWide, g.outputs, g.high, g.width, g.stride, block]
  const work = { items: rows, cost: rows * g.outWide * taps * g.outputs }
  spread(backend, "convolve", work, [from, weights, to, RANGE, ...sizes])
  backend.disposeData(packed.dataId)
  return y
}

/** y = x ∗ filter. O(images · out pixels · window · channels · outputs). */
export const forward = (backend: WasmBackend, x: tf.TensorInfo, filter: tf.TensorInfo, g: Geometry): tf.TensorInfo => {
  let y: tf.TensorInfo | undefined
  withPadded(backend, x, g, (held) => {
    y = overPadded(backend, held, filter, g)
  })
  return y!
}

/** The filter turned by half a turn, inputs and outputs exchanged. */
const turned = (backend: WasmBackend, filter: tf.TensorInfo, g: Geometry): tf.TensorInfo => {
  const result = room(backend, [g.high, g.width, g.outputs, g.channels])
  const from = view(backend, filter), to = view(backend, result)
  const taps = g.high * g.width, size = g.channels * g.outputs
  for (let tap = 0; tap < taps; tap++) {
    const read = tap * size, write = (taps - 1 - tap) * size
    for (let o = 0; o < g.outputs; o++) {
      for (let c = 0; c < g.channels; c++) to[write + o * g.channels + c] = from[read + c * g.outputs + o]!
    }
  }
  return result
}

/** The gradient by the input. `g.channels` is a multiple of 8. */
export const inputGradient = (backend: WasmBackend, dy: tf.TensorInfo, filter: tf.TensorInfo, g: Geometry) => {
  const size = { tall: g.tall + g.high - 1, wide: g.wide + g.width - 1 }
  const offset = [g.high - 1 - g.top, g.width - 1 - g.left, g.stride] as const
  const spaced = apart(backend, dy, [g.images, g.outTall, g.outWide, g.outputs], size, offset)
  const flipped = turned(backend, filter, g)
  const back = { ...g, channels: g.outputs, outputs: g.channels, outTall: g.tall, outWide: g.wide, stride: 1 }
  const dx = overPadded(backend, spaced, flipped, back)
  backend.disposeData(spaced.dataId)
  backend.disposeData(flipped.dataId)
  return dx
}

/** The gradient by the filter. `g.outputs` is a multiple of 8. */
export const filterGradient = (backend: WasmBackend, x: tf.TensorInfo, dy: tf.TensorInfo, g: Geometry) => {
  const out = room(backend, [g.high, g.width, g.channels, g.outputs])
  view(backend, out).fill(0)
  const { tall, wide } = padded(g)
  const rows = g.images * g.outTall, block = filterBlock(g), groups = Math.ceil(g.channels / 4)
  const inputs = block < g.outTall ? (block - 1) * g.stride + g.high : block / g.outTall * tall
  const work = { items: groups, cost: rows * g.outWide * g.high * g.width * g.channels * g.outputs }
  const parts = ranges(work, threadsOf(backend))
  const share = 4 * Math.ceil(groups / parts.length) * inputs * wide + 8 * block * g.outWide
  const scratch = room(backend, [parts.length * share])
  const sizes = [rows, tall, wide, g.channels, g.outTall, g.outWide, g.outputs, g.high, g.width, g.stride, block]
  withPadded(backend, x, g, (held) => {
    const [from, gradient, to, own] = [held, dy, out, scratch].map((tensor) => address(backend, tensor))
    spread(
      backend,
      "filterGradient",
      work,
      [from!, gradient!, to!, { from: own!, share: 4 * share }, RANGE, ...sizes]
    )
  })
  backend.disposeData(scratch.dataId)
  return out
}
