/**
 * Randomness without state: every number is a function of a key and a counter.
 *
 * A key is derived by name from the query's seed, so what one part draws depends neither on the order in which
 * parts run, nor on the order of the candidates, nor on the number of threads. The generator is Philox-4x32-10
 * (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 */
import { dual } from "effect/Function"

/** 64 bits that name a stream of random numbers: `hi` and `lo` are 32 bits each. */
export interface Key {
  readonly hi: number
  readonly lo: number
}

const M0 = 0xD2511F53
const M1 = 0xCD9E8D57
const W0 = 0x9E3779B9
const W1 = 0xBB67AE85

/** The high 32 bits of a product of two unsigned 32-bit integers. */
const mulhi = (a: number, b: number): number => {
  const ah = a >>> 16, al = a & 0xFFFF, bh = b >>> 16, bl = b & 0xFFFF
  const low = al * bl
  const mid1 = ah * bl + (low >>> 16)
  const mid2 = al * bh + (mid1 & 0xFFFF)
  return (ah * bh + Math.floor(mid1 / 0x10000) + Math.floor(mid2 / 0x10000)) >>> 0
}

/**
 * One Philox-4x32-10 block: four unsigned 32-bit integers for a key and a 128-bit counter (`c0`, `c1`, `c2`, `c3`,
 * lowest first), written into `out`, by default a new array.
 */
export const block = (
  key: Key,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array = new Uint32Array(4)
): Uint32Array => {
  let x0 = c0 >>> 0, x1 = c1 >>> 0, x2 = c2 >>> 0, x3 = c3 >>> 0
  let k0 = key.lo >>> 0, k1 = key.hi >>> 0
  for (let round = 0; round < 10; round++) {
    const h0 = mulhi(M0, x0), l0 = Math.imul(M0, x0) >>> 0
    const h1 = mulhi(M1, x2), l1 = Math.imul(M1, x2) >>> 0
    x0 = (h1 ^ x1 ^ k0) >>> 0
    x1 = l1
    x2 = (h0 ^ x3 ^ k1) >>> 0
    x3 = l0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  out[0] = x0
  out[1] = x1
  out[2] = x2
  out[3] = x3
  return out
}

/** The key of a seed: any safe integer, negative ones included. */
export const fromSeed = (seed: number): Key => {
  const low = seed >>> 0
  return { lo: low, hi: Math.floor((seed - low) / 0x100000000) >>> 0 }
}

const word = (text: string, from: number): number =>
  (text.charCodeAt(from) | 0) | ((text.charCodeAt(from + 1) | 0) << 16)

/**
 * A key for a named use of another key, e.g. `derive(key, "kmeans")`. Different names give unrelated keys.
 *
 * The name is absorbed four UTF-16 units at a time by Philox in feed-forward, length included.
 *
 * @example
 * ```ts
 * import { Rng } from "@marginalia/core"
 *
 * const key = Rng.derive(Rng.fromSeed(1), "shuffle")
 * console.log(Rng.permutation(key, 10).toSorted().join(" ")) // => 0 1 2 3 4 5 6 7 8 9
 * console.log(Rng.uniform(key, 0) === Rng.uniform(key, 0)) // => true
 * ```
 */
export const derive: {
  (name: string | number): (self: Key) => Key
  (self: Key, name: string | number): Key
} = dual(2, (self: Key, name: string | number): Key => {
  const text = String(name)
  let key = self
  for (let at = 0; at <= text.length; at += 4) {
    const out = block(key, word(text, at), word(text, at + 2), text.length, 0x6b6579)
    key = { lo: (out[0]! ^ key.lo) >>> 0, hi: (out[1]! ^ key.hi) >>> 0 }
  }
  return key
})

const TWO_53 = 2 ** -53

const scratch = new Uint32Array(4)

/** The `counter`-th uniform number of a key's stream, in [0, 1), with 53 random bits. */
export const uniform: {
  (counter: number): (self: Key) => number
  (self: Key, counter: number): number
} = dual(2, (self: Key, counter: number): number => {
  const out = block(self, counter >>> 0, Math.floor(counter / 0x100000000), 0, 0x756e69, scratch)
  return ((out[0]! >>> 5) * 67108864 + (out[1]! >>> 6)) * TWO_53
})

/** The `counter`-th standard Gumbel number of a key's stream: −log(−log u) with u in (0, 1), so that it is finite. */
export const gumbel: {
  (counter: number): (self: Key) => number
  (self: Key, counter: number): number
} = dual(2, (self: Key, counter: number): number => -Math.log(-Math.log(uniform(self, counter) || TWO_53 / 2)))

/** The `counter`-th integer of a key's stream, uniform over 0 … n − 1 (bias below n · 2⁻⁵³). */
export const integer = (self: Key, counter: number, n: number): number => Math.floor(uniform(self, counter) * n)

/**
 * A stateful reader of a key's stream, for algorithms that draw a number of values unknown beforehand. The state is
 * the reader's own; two readers of one key give the same numbers.
 */
export const reader = (self: Key): () => number => {
  let counter = 0
  return () => uniform(self, counter++)
}

/** The numbers 0 … n − 1 in an order drawn from the key (Fisher–Yates). */
export const permutation = (self: Key, n: number): Uint32Array => {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = integer(self, i, i + 1)
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return order
}

/**
 * `n` of the given positions, ascending: those whose own random number is smallest (ties to the smaller position), so
 * that neither the order nor the company of a position changes its luck. All of them when `n` is at least as many.
 */
export const subset = (self: Key, positions: Uint32Array, n: number): Uint32Array => {
  if (n >= positions.length) return positions.toSorted()
  if (n <= 0) return new Uint32Array()
  const drawn = Float64Array.from(positions, (position) => uniform(self, position)), last = drawn.toSorted()[n - 1]!
  const below = positions.filter((_, i) => drawn[i]! < last)
  const equal = positions.filter((_, i) => drawn[i] === last).sort().subarray(0, n - below.length)
  return Uint32Array.from([...below, ...equal]).sort()
}
