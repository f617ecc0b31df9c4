/** The layers of a ResNet up to its feature vector. */
import { batchNorm } from "./layer/batch-norm.ts"
import { convolution } from "./layer/convolution.ts"
import type { Layer } from "./layer/Layer.ts"
import { globalMean, maxPool } from "./layer/pool.ts"
import { residual, sequence } from "./layer/sequence.ts"
import type { Resnet } from "./spec.ts"

type Image = readonly [tall: number, wide: number, channels: number]

const BLOCKS = { 18: [2, 2, 2, 2], 34: [3, 4, 6, 3] } as const

const imageOf = (layer: Layer): Image => layer.output as Image

interface Options {
  readonly outputs: number
  readonly window: number
  readonly stride: number
  readonly relu: boolean
  readonly first?: boolean
}

/** A convolution that keeps the size (but for its stride) and its batch normalization. */
const normalized = (name: string, input: Image, { outputs, relu, window, stride, first = false }: Options): Layer => {
  const conv = convolution(`${name}.conv`, { input, outputs, window, stride, pad: (window - 1) / 2, first })
  return sequence([conv, batchNorm(`${name}.norm`, conv.output, relu)])
}

const block = (name: string, input: Image, outputs: number, stride: number): Layer => {
  const a = normalized(`${name}.a`, input, { outputs, window: 3, stride, relu: true })
  const b = normalized(`${name}.b`, imageOf(a), { outputs, window: 3, stride: 1, relu: false })
  const same = stride === 1 && input[2] === outputs
  const shortcut = { outputs, window: 1, stride, relu: false }
  return same ? residual(sequence([a, b])) : residual(sequence([a, b]), normalized(`${name}.s`, input, shortcut))
}

const stem = (spec: Resnet, input: Image): ReadonlyArray<Layer> => {
  const layers: Array<Layer> = []
  if (spec.front) {
    layers.push(convolution("front", { input, outputs: 3, window: 1, stride: 1, pad: 0, first: true }))
  }
  const large = spec.stem === "7x7"
  const options = { outputs: spec.width, window: large ? 7 : 3, stride: large ? 2 : 1, relu: true, first: !spec.front }
  layers.push(normalized("stem", spec.front ? imageOf(layers[0]!) : input, options))
  if (spec.stem !== "3x3") layers.push(maxPool(imageOf(layers.at(-1)!)))
  return layers
}

/** Images to feature vectors of 8 · `width` numbers. */
export const resnet = (spec: Resnet, input: Image): Layer => {
  const layers = [...stem(spec, input)]
  BLOCKS[spec.depth].forEach((count, stage) => {
    for (let i = 0; i < count; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1
      layers.push(block(`stage${stage + 1}.${i}`, imageOf(layers.at(-1)!), spec.width * 2 ** stage, stride))
    }
  })
  return sequence([...layers, globalMean(imageOf(layers.at(-1)!))])
}
