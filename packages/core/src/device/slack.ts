/**
 * How far what a device says may be from the truth: for any order of summation, with fused multiplication or without, whichever way
 * single results are rounded, and where numbers too small for full precision are taken for 0.
 */
import { FAR } from "./device.ts"

/** A float32 result may be rounded up or down, which WebGPU leaves open: by this part of itself. */
const UNIT = 2 ** -23

/** Smaller numbers may be taken for 0. */
const LEAST = 2 ** -126

/** Wider rows are left to the kernels. */
export const MOST_COLS = 2 ** 16

/** What is rounded beside the products of a row: the half square, the difference, a limit, the point itself. */
const MORE = 16

/**
 * The part of |c| · (|x| + |c|) by which |c|²/2 − x·c may be off: γ = n u / (1 − n u) for n roundings on the way to a sum of `cols`
 * products (Higham 2002, section 3.1), whose absolute values sum to at most |x| |c|.
 */
export const relative = (cols: number): number => {
  const off = (cols + MORE) * UNIT
  return off / (1 - off)
}

/** By how much more, for numbers that are taken for 0, times 1 + |x| + |c|. */
export const absolute = (cols: number): number => 4 * (cols + MORE) * LEAST

/**
 * By how much the value |c|²/2 − x·c of a device may be off, from the lengths of the `row` x and the `point` c; what float64
 * differences are rounded by where they decide is in it, so that what is farther apart than this has one order in both.
 */
export const slackFor = (cols: number): (row: number, point: number) => number => {
  const single = relative(cols), double = (cols + MORE) * 2 ** -52, least = absolute(cols)
  return (row, point) => {
    const both = row + point
    return single * point * both + double * both * both + least * (1 + both)
  }
}

const clamped = (x: number): number => Math.max(-FAR, Math.min(FAR, x))

/** A finite number that is not below, when it is rounded to single precision, too. */
export const upward = (x: number): number => clamped(x + Math.abs(x) * UNIT + LEAST)

/** A finite number that is not above, when it is rounded to single precision, too. */
export const downward = (x: number): number => clamped(x - Math.abs(x) * UNIT - LEAST)
