/** For tests: weights of EfficientNet-Lite0 that were made up, by a formula that any language can compute. */
import { draws, type Tensor } from "./torch-file.ts"

/** The shapes of the weights by their names, as the published file has them. */
const shapes = (): ReadonlyMap<string, ReadonlyArray<number>> => {
  const found = new Map<string, ReadonlyArray<number>>()
  const convolution = (name: string, norm: string, to: number, from: number, kernel: number) => {
    found.set(`${name}.weight`, [to, from, kernel, kernel])
    for (const part of ["weight", "bias", "running_mean", "running_var"]) found.set(`${norm}.${part}`, [to])
  }
  convolution("_conv_stem", "_bn0", 32, 3, 3)
  const outs = [16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320]
  const kernels = [3, 3, 3, 5, 5, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 3]
  outs.forEach((to, i) => {
    const name = `_blocks.${i}`, from = outs[i - 1] ?? 32, wide = i === 0 ? 32 : 6 * from
    if (i > 0) convolution(`${name}._expand_conv`, `${name}._bn0`, wide, from, 1)
    convolution(`${name}._depthwise_conv`, `${name}._bn1`, wide, 1, kernels[i]!)
    convolution(`${name}._project_conv`, `${name}._bn2`, to, wide, 1)
  })
  convolution("_conv_head", "_bn1", 1280, 320, 1)
  return found
}

/** A weight of this name and shape. */
export const made = (name: string, shape: ReadonlyArray<number>): Tensor => {
  const seed = Buffer.from(name).reduce((sum, letter) => sum + letter, 0)
  const numbers = draws(seed, shape.reduce((a, b) => a * b, 1)), part = name.split(".").at(-1)
  const scale = Math.sqrt(6 / shape.slice(1).reduce((a, b) => a * b, 1))
  const [add, times] = shape.length === 4
    ? [0, scale]
    : part === "weight"
    ? [1, 0.1]
    : part === "running_var"
    ? [1, 0.5]
    : [0, 0.1]
  return { shape, data: new Float32Array(numbers.map((x) => add + x * times)) }
}

/** All of them, by name, in the order of the network. */
export const lite0Weights: ReadonlyMap<string, Tensor> = new Map(
  [...shapes()].map(([name, shape]) => [name, made(name, shape)])
)
