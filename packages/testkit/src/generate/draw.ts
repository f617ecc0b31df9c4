/**
 * Numbers for made-up pools: drawn by name from a seed, on a lattice on which rotations by 3-4-5 triangles, shifts
 * and doublings are exact, so that a law of invariance meets no rounding of its own making.
 */
import { Rng } from "@marginalia/core"

/** A named stream of numbers. */
export interface Draw {
  /** The next number, uniform in [0, 1). */
  readonly unit: () => number
  /** The next whole number of 0 … n − 1. */
  readonly below: (n: number) => number
  /** The next number of the lattice, uniform in about [−1, 1]. */
  readonly lattice: () => number
}

/** The lattice's step: 125 leaves room for three divisions by 5. */
const STEP = 125 / 2 ** 20

/** The lattice's number nearest to `x`. */
export const snap = (x: number): number => Math.round(x / STEP) * STEP

/** The stream of a seed for a use that has a `name`. */
export const draw = (seed: number, name: string): Draw => {
  const unit = Rng.reader(Rng.derive(Rng.fromSeed(seed), name))
  return {
    unit,
    below: (n) => Math.floor(unit() * n),
    lattice: () => snap(unit() * 2 - 1)
  }
}

/** 0 … n − 1 in an order drawn from a seed. */
export const shuffled = (seed: number, name: string, n: number): Uint32Array =>
  Rng.permutation(Rng.derive(Rng.fromSeed(seed), name), n)
