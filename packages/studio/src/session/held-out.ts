/**
 * The items that are held out to measure: a random sample that no strategy picks and no model is trained on.
 */
import * as Rng from "@marginalia/core/Rng"
import type { Created } from "./event.ts"

/** The held-out items of a project. */
export interface HeldOut {
  /** In the order in which people are asked about them: any beginning of it is a random sample of the pool. */
  readonly order: Uint32Array
  readonly has: (item: number) => boolean
}

/** Models say what they think of at most this many held-out items. */
export const WATCHED = 500

/**
 * Which items are held out: a share `measure` of the pool, rounded, drawn by the project's seed. The same for the same
 * project, whoever asks. O(size).
 */
export const heldOutOf = ({ measure, seed, size }: Pick<Created, "measure" | "seed" | "size">): HeldOut => {
  const key = Rng.derive(Rng.fromSeed(seed), "held out")
  const order = Rng.permutation(key, size).slice(0, Math.round(size * measure))
  const inside = new Uint8Array(size)
  for (const item of order) inside[item] = 1
  return { order, has: (item) => inside[item] === 1 }
}
