/** Changes of color, in place, on numbers from 0 to 1, as torchvision makes them. */
import type { Jitter } from "./views.ts"

/** The shares of red, green and blue in a pixel's gray. */
const RED = 0.2989
const GREEN = 0.587
const BLUE = 0.114

const clamp = (value: number): number => value < 0 ? 0 : value > 1 ? 1 : value

const grayAt = (x: Float32Array, i: number): number => RED * x[i]! + GREEN * x[i + 1]! + BLUE * x[i + 2]!

const brightness = (x: Float32Array, factor: number): void => {
  for (let i = 0; i < x.length; i++) x[i] = clamp(factor * x[i]!)
}

const meanGray = (x: Float32Array, channels: number): number => {
  let sum = 0
  if (channels === 1) { for (let i = 0; i < x.length; i++) sum += x[i]! }
  else for (let i = 0; i < x.length; i += 3) sum += grayAt(x, i)
  return sum / (x.length / channels)
}

/** Away from the mean gray of the image, or towards it. */
const contrast = (x: Float32Array, channels: number, factor: number): void => {
  const rest = (1 - factor) * meanGray(x, channels)
  for (let i = 0; i < x.length; i++) x[i] = clamp(factor * x[i]! + rest)
}

/** Away from each pixel's gray, or towards it. */
const saturation = (x: Float32Array, factor: number): void => {
  for (let i = 0; i < x.length; i += 3) {
    const rest = (1 - factor) * grayAt(x, i)
    for (let k = i; k < i + 3; k++) x[k] = clamp(factor * x[k]! + rest)
  }
}

/** The hue of a pixel whose largest number is `most` and whose numbers differ by `range` > 0, in sixths of a turn. */
const hueOf = (r: number, g: number, b: number, most: number, range: number): number => {
  if (most === r) return (g - b) / range
  return most === g ? 2 + (b - r) / range : 4 + (r - g) / range
}

/** One channel of a pixel of hue `h` (in sixths): `n` is 5 for red, 3 for green, 1 for blue. */
const channel = (n: number, h: number, most: number, range: number): number => {
  const k = (n + h) % 6
  return most - range * Math.max(0, Math.min(k, 4 - k, 1))
}

/** Turned by `turn` of a full turn. */
const hue = (x: Float32Array, turn: number): void => {
  for (let i = 0; i < x.length; i += 3) {
    const r = x[i]!, g = x[i + 1]!, b = x[i + 2]!
    const most = Math.max(r, g, b), range = most - Math.min(r, g, b)
    if (range === 0) continue
    const h = (hueOf(r, g, b, most, range) + 6 * turn + 12) % 6
    x[i] = channel(5, h, most, range)
    x[i + 1] = channel(3, h, most, range)
    x[i + 2] = channel(1, h, most, range)
  }
}

const steps = ["brightness", "contrast", "saturation", "hue"] as const

type Step = typeof steps[number]

const permutations = (rest: ReadonlyArray<Step>): ReadonlyArray<ReadonlyArray<Step>> =>
  rest.length === 0
    ? [[]]
    : rest.flatMap((first) => permutations(rest.filter((step) => step !== first)).map((others) => [first, ...others]))

/** All 24 orders of the four changes. */
export const orders: ReadonlyArray<ReadonlyArray<Step>> = permutations(steps)

/** The four changes of an image of 1 or 3 channels, in their order; on a gray image only brightness and contrast. */
export const jitter = (x: Float32Array, channels: number, by: Jitter): void => {
  for (const step of orders[by.order]!) {
    if (step === "brightness") brightness(x, by.brightness)
    else if (step === "contrast") contrast(x, channels, by.contrast)
    else if (channels === 3 && step === "saturation") saturation(x, by.saturation)
    else if (channels === 3 && step === "hue") hue(x, by.hue)
  }
}

/** Each pixel to its gray, in all three channels. */
export const gray = (x: Float32Array): void => {
  for (let i = 0; i < x.length; i += 3) x.fill(grayAt(x, i), i, i + 3)
}
