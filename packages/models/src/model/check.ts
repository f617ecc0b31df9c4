/** Whether a saved model can be one: its manifest, its weights, its normalization. What is wrong is thrown as a `Misfit`. */
import * as Quote from "@marginalia/core/Quote"
import type { InputShape } from "@marginalia/datasets/items"
import type { Normalization } from "@marginalia/datasets/normalization"
import { build, type Built } from "../network/build.ts"
import { sizeOf, type Weight } from "../network/layer/Layer.ts"
import type { Network } from "../network/spec.ts"
import type { ModelFileFault } from "./file-error.ts"

/** What a manifest says of its network. */
export interface Described {
  readonly network: Network
  readonly input: ReadonlyArray<number>
  readonly classes: number
}

/** A weight as a manifest lists it. */
export interface Listed {
  readonly name: string
  readonly shape: ReadonlyArray<number>
}

/** What is wrong with a saved model, in words and as data. */
export class Misfit extends Error {
  readonly fault: Extract<ModelFileFault, { readonly reason: "Mismatch" | "Value" }>
  constructor(problem: string, fault: Misfit["fault"]) {
    super(problem)
    this.name = "Misfit"
    this.fault = fault
  }
}

const refuse = (problem: string, value: unknown, expected: string | number): never => {
  throw new Misfit(problem, { reason: "Value", value, expected })
}

const mismatch = (problem: string, value: unknown, expected: string | number): never => {
  throw new Misfit(problem, { reason: "Mismatch", value, expected })
}

/** Fixed prototypes take the square of it, 0.8 GB. */
const MOST_SEPARATED = 10_000

const BYTES = 4

const checkInput = (input: ReadonlyArray<number>): InputShape => {
  const right = (input.length === 1 || input.length === 3) && input.every((side) => side >= 1 && side <= 2 ** 31)
  return right
    ? input as InputShape
    : refuse(`its input is ${Quote.shape(input)}; a vector or an image has 1 or 3 sides`, input, "1 or 3 sides")
}

/**
 * The last layer has a weight a class at least, less one where prototypes are fixed: so a file says how many there can be,
 * before prototypes are made.
 */
const checkClasses = ({ classes, network }: Described, size: number): void => {
  const isSeparated = network.head.kind === "max-separation"
  const least = `it has ${classes} ${classes === 1 ? "class" : "classes"} where 2 are the least`
  if (classes < 2) refuse(least, classes, "2 classes or more")
  if (classes - (isSeparated ? 1 : 0) > size / BYTES) {
    const most = Math.floor(size / BYTES) + (isSeparated ? 1 : 0)
    mismatch(`it has ${classes} classes and ${Quote.bytes(size)} of weights`, classes, `at most ${most} classes`)
  }
  if (isSeparated && classes > MOST_SEPARATED) {
    const problem = `it has ${classes} classes where ${MOST_SEPARATED} prototypes are the most`
    refuse(problem, classes, `at most ${MOST_SEPARATED} classes`)
  }
}

const isSame = (listed: Listed, { name, shape }: Weight): boolean =>
  listed.name === name && listed.shape.join() === shape.join()

const checkWeights = (weights: ReadonlyArray<Weight>, listed: ReadonlyArray<Listed>): void => {
  if (listed.length !== weights.length) {
    const [value, expected] = [listed.length, weights.length]
    mismatch(`it lists ${value} weights and its network has ${expected}`, value, expected)
  }
  const other = weights.findIndex((weight, i) => !isSame(listed[i]!, weight))
  if (other < 0) return
  const { name, shape } = listed[other]!, want = weights[other]!
  const expected = `"${want.name}" of ${Quote.shape(want.shape)}`
  const problem = `its weight ${Quote.value(name)} is ${Quote.shape(shape)} where its network has ${expected}`
  mismatch(problem, { name, shape }, expected)
}

/** The network of a manifest, whose weights are those that it lists and take `size` bytes. */
export const builtOf = (described: Described, listed: ReadonlyArray<Listed>, size: number): Built => {
  const input = checkInput(described.input)
  checkClasses(described, size)
  const built = build(described.network, input, described.classes)
  checkWeights(built.weights, listed)
  const expected = BYTES * built.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return size === expected
    ? built
    : mismatch(`its network has ${expected} bytes of weights and the file beside it ${size}`, size, expected)
}

/** The weights as numbers, of which each is finite. */
export const numbersOf = (bytes: Uint8Array<ArrayBuffer>, weights: ReadonlyArray<Weight>): Float32Array => {
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES)
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return values
  let end = 0
  const weight = weights.find(({ shape }) => bad < (end += sizeOf(shape)))!
  const problem = `number ${bad - end + sizeOf(weight.shape)} of the weight "${weight.name}" is ${values[bad]}`
  return refuse(problem, values[bad], "a finite number")
}

/** Refuses a normalization by which (value / scale − mean) / std is no number for each channel. */
export const checkNormalization = (normalization: Normalization | undefined, input: InputShape): void => {
  if (normalization === undefined) return
  const { mean, scale, std } = normalization, channels = input.at(-1)!
  const fits = [mean, std].every(({ length }) => length === 1 || length === channels)
  if (!fits) {
    const value = `${mean.length} means and ${std.length} deviations`
    mismatch(`its normalization has ${value} for ${channels} channels`, value, `1 or ${channels}`)
  }
  const bad = [scale, ...std].find((divisor) => !(Number.isFinite(1 / divisor) && divisor > 0))
  if (bad !== undefined) refuse(`its normalization divides by ${bad}`, bad, "a number above 0")
  const small = std.find((one) => !Number.isFinite(1 / (scale * one)))
  if (small !== undefined) refuse("its normalization divides by nearly 0", scale * small, "a number above 0")
}
