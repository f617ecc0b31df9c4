/**
 * Images of another size: separable filters that widen when they shrink, as Pillow's (and torchvision's with antialias).
 */
import { middleOf } from "@marginalia/datasets/image/middle"

/** How pixels between pixels are made. `bicubic` has a = −0.5. */
export type Interpolation = "bilinear" | "bicubic"

/** What an image's numbers are: `bytes` stay whole numbers from 0 to 255 after each pass, as Pillow's do. */
export type Levels = "bytes" | "real"

/** Rows, columns, channels. */
export type Shape = readonly [tall: number, wide: number, channels: number]

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x))

const cubic = (x: number): number => {
  const t = Math.abs(x), a = -0.5
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0
}

const filters = {
  bilinear: { reach: 1, weight: triangle },
  bicubic: { reach: 2, weight: cubic }
} as const

/** Which pixels make one, and how much of each. */
interface Mix {
  readonly first: number
  readonly weights: Float64Array
}

/** For each of `to` pixels, the mix of the `from` that it is made of; the weights sum to 1. */
const mixes = (from: number, to: number, interpolation: Interpolation): ReadonlyArray<Mix> => {
  const { reach, weight } = filters[interpolation], step = from / to, wide = Math.max(1, step), narrow = 1 / wide
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * step
    const first = Math.max(0, Math.trunc(center - reach * wide + 0.5))
    const last = Math.min(from, Math.trunc(center + reach * wide + 0.5))
    const weights = Float64Array.from({ length: last - first }, (_, j) => weight((first + j - center + 0.5) * narrow))
    const sum = weights.reduce((total, w) => total + w, 0)
    return { first, weights: weights.map((w) => w / sum) }
  })
}

/** Weights in units of 2^-22, and sums of bytes brought back to bytes: the arithmetic of Pillow on 8 bits. */
const ONE = 2 ** 22
const whole = (weights: Float64Array): Float64Array => weights.map((w) => Math.trunc(w * ONE + (w < 0 ? -0.5 : 0.5)))
const toByte = (sum: number): number => Math.min(255, Math.max(0, Math.floor((sum + ONE / 2) / ONE)))

/**
 * Mixes along one axis: `outer` blocks of `from` steps of `inner` numbers become blocks of `mixed.length` steps.
 */
const along = (
  x: Float32Array,
  outer: number,
  from: number,
  inner: number,
  mixed: ReadonlyArray<Mix>,
  levels: Levels
): Float32Array => {
  const to = mixed.length, out = new Float32Array(outer * to * inner), sums = new Float64Array(inner)
  const exact = levels === "bytes" ? mixed.map((mix) => ({ ...mix, weights: whole(mix.weights) })) : mixed
  for (let block = 0; block < outer; block++) {
    exact.forEach(({ first, weights }, i) => {
      sums.fill(0)
      for (let j = 0; j < weights.length; j++) {
        const source = (block * from + first + j) * inner, w = weights[j]!
        for (let k = 0; k < inner; k++) sums[k]! += w * x[source + k]!
      }
      out.set(levels === "bytes" ? sums.map(toByte) : sums, (block * to + i) * inner)
    })
  }
  return out
}

/**
 * An image, rows first and channels last, at another size: first the columns, then the rows. O(pixels · reach).
 *
 * On `bytes` the result is Pillow's (up to 12; 13 may take rows first where proportions change), bit by bit: what bicubic weights make below 0 or above 255 is cut off, and the rest
 * rounded, after either pass. `real` numbers are not cut off (Pillow's mode "F").
 */
export const resize = (
  x: Float32Array,
  [tall, wide, channels]: Shape,
  [toTall, toWide]: readonly [tall: number, wide: number],
  interpolation: Interpolation,
  levels: Levels = "real"
): Float32Array => {
  const rows = wide === toWide ? x : along(x, tall, wide, channels, mixes(wide, toWide, interpolation), levels)
  if (tall === toTall) return rows
  return along(rows, 1, tall, toWide * channels, mixes(tall, toTall, interpolation), levels)
}

/** The middle of an image, as {@link middleOf} has it; what lies beyond the image is `0`. */
export const crop = (
  x: Float32Array,
  [tall, wide, channels]: Shape,
  [toTall, toWide]: readonly [tall: number, wide: number]
): Float32Array => {
  const top = middleOf(tall, toTall), left = middleOf(wide, toWide)
  const out = new Float32Array(toTall * toWide * channels)
  for (let row = Math.max(0, -top); row < Math.min(toTall, tall - top); row++) {
    const from = Math.max(0, left), to = Math.min(wide, left + toWide)
    const source = ((row + top) * wide + from) * channels
    out.set(x.subarray(source, source + (to - from) * channels), (row * toWide + from - left) * channels)
  }
  return out
}
