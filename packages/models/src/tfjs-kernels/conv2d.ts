/** tfjs's Conv2D, Conv2DBackpropInput and Conv2DBackpropFilter for the wasm backend. */
import * as tf from "@tensorflow/tfjs-core"
import { filterGradient, forward, type Geometry, inputGradient } from "./convolution.ts"
import { narrowed, whole, widen, widenInputs } from "./lanes.ts"
import type { WasmBackend } from "./wasm-backend.ts"

type Info = tf.backend_util.Conv2DInfo

/** Whether our kernels can do it: NHWC, no dilation, one stride for both directions. */
const isOurs = (info: Info): boolean =>
  info.dataFormat === "channelsLast" && info.dilationHeight === 1 && info.dilationWidth === 1
  && info.strideHeight === info.strideWidth

const geometry = (info: Info): Geometry => ({
  images: info.batchSize,
  tall: info.inHeight,
  wide: info.inWidth,
  channels: info.inChannels,
  outTall: info.outHeight,
  outWide: info.outWidth,
  outputs: info.outChannels,
  high: info.filterHeight,
  width: info.filterWidth,
  stride: info.strideHeight,
  top: info.padInfo.top,
  left: info.padInfo.left
})

/** The attributes of tfjs's three kernels, as far as they share them. */
interface Attrs {
  readonly strides: number | [number, number]
  readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding
  readonly dataFormat: "NHWC" | "NCHW"
  readonly dilations?: number | [number, number]
  readonly dimRoundingMode?: "floor" | "round" | "ceil"
}

type Shape4 = [number, number, number, number]

const infoOf = (x: ReadonlyArray<number>, filter: ReadonlyArray<number>, attrs: Attrs): Info =>
  tf.backend_util.computeConv2DInfo(
    [...x] as Shape4,
    [...filter] as Shape4,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    attrs.dataFormat === "NCHW" ? "channelsFirst" : "channelsLast"
  )

type Inputs = { readonly [name: string]: tf.TensorInfo }

interface Call {
  readonly inputs: Inputs
  readonly attrs: Attrs & { readonly inputShape: ReadonlyArray<number>; readonly filterShape: ReadonlyArray<number> }
  readonly backend: WasmBackend
}

const conv2d = ({ attrs, backend, inputs }: Call): tf.TensorInfo | undefined => {
  const x = inputs["x"]!, filter = inputs["filter"]!
  const info = infoOf(x.shape, filter.shape, attrs)
  if (!isOurs(info)) return undefined
  const outputs = whole(info.outChannels)
  return narrowed(
    backend,
    info.outChannels,
    (scope) => forward(backend, x, scope(widen(backend, filter, outputs), filter), { ...geometry(info), outputs })
  )
}

const backpropInput = ({ attrs, backend, inputs }: Call): tf.TensorInfo | undefined => {
  const dy = inputs["dy"]!, filter = inputs["filter"]!
  const info = infoOf(attrs.inputShape, filter.shape, attrs)
  if (!isOurs(info)) return undefined
  const channels = whole(info.inChannels)
  return narrowed(
    backend,
    info.inChannels,
    (scope) =>
      inputGradient(backend, dy, scope(widenInputs(backend, filter, channels), filter), { ...geometry(info), channels })
  )
}

const backpropFilter = ({ attrs, backend, inputs }: Call): tf.TensorInfo | undefined => {
  const x = inputs["x"]!, dy = inputs["dy"]!
  const info = infoOf(x.shape, attrs.filterShape, attrs)
  if (!isOurs(info)) return undefined
  const outputs = whole(info.outChannels)
  return narrowed(
    backend,
    info.outChannels,
    (scope) => filterGradient(backend, x, scope(widen(backend, dy, outputs), dy), { ...geometry(info), outputs })
  )
}

/** The kernels; each answers undefined where it leaves the case to tfjs. */
export const ours = {
  Conv2D: conv2d,
  Conv2DBackpropInput: backpropInput,
  Conv2DBackpropFilter: backpropFilter
} as const
