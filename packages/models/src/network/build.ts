/** From a network as data to layers for given inputs and classes. */
import type * as Matrix from "@marginalia/core/Matrix"
import * as Simplex from "@marginalia/core/Simplex"
import type { InputShape } from "@marginalia/datasets/items"
import { customBody } from "./custom.ts"
import { dropout, flatten, relu } from "./layer/activation.ts"
import { dense } from "./layer/dense.ts"
import { type Layer, sizeOf, type Weight } from "./layer/Layer.ts"
import { sequence } from "./layer/sequence.ts"
import { resnet } from "./resnet.ts"
import type { Network } from "./spec.ts"

/** A network in two parts: up to its features, and from there to what the last linear layer gives. */
export interface Built {
  /** The network as data. */
  readonly spec: Network
  /** The shape of an item. */
  readonly input: InputShape
  /** The number of classes. */
  readonly classes: number
  /** To the penultimate activations; undefined where these are the input itself. */
  readonly body: Layer | undefined
  /** Dropout and the last linear layer: to C logits, or to C − 1 numbers before fixed prototypes. */
  readonly head: Layer
  /** The fixed prototypes, ρ P, one row a class. */
  readonly fixed: Matrix.Matrix64 | undefined
  /** All weights, by name and shape. */
  readonly weights: ReadonlyArray<Weight>
}

const hiddenLayers = (sizes: ReadonlyArray<number>, inputs: number): ReadonlyArray<Layer> =>
  sizes.flatMap((size, i) => [dense(`hidden${i}`, sizes[i - 1] ?? inputs, size, i === 0), relu([size])])

const bodyOf = (spec: Network, input: InputShape): Layer | undefined => {
  const flat = input.length === 3 && (spec.kind === "linear" || spec.kind === "mlp") ? [flatten(input)] : []
  if (spec.kind === "linear") return flat[0]
  if (spec.kind === "mlp") {
    const layers = [...flat, ...hiddenLayers(spec.hidden, sizeOf(input))]
    return layers.length === 0 ? undefined : sequence(layers)
  }
  if (spec.kind === "own") return customBody(spec, input)
  if (input.length !== 3) throw new RangeError("a ResNet takes images, not vectors")
  return resnet(spec, input)
}

/**
 * The layers of a network. Throws a `RangeError` for a ResNet over vectors, or fewer than two classes.
 *
 * `spec` is the network, `input` the shape of an item, `classes` how many there are.
 */
export const build = (spec: Network, input: InputShape, classes: number): Built => {
  if (!Number.isSafeInteger(classes) || classes < 2) {
    throw new RangeError(`a classifier takes 2 classes, not ${classes}`)
  }
  const body = bodyOf(spec, input)
  const features = body === undefined ? sizeOf(input) : sizeOf(body.output)
  const fixed = spec.head.kind === "max-separation" ? Simplex.make(classes, spec.head.radius) : undefined
  const first = body === undefined || (spec.kind === "linear" && spec.dropout === 0)
  const last = dense("head", features, fixed === undefined ? classes : classes - 1, first)
  const head = spec.dropout > 0 ? sequence([dropout("dropout", [features], spec.dropout), last]) : last
  return { spec, input, classes, body, head, fixed, weights: [...(body?.weights ?? []), ...head.weights] }
}
