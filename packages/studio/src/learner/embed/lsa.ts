/**
 * Texts as vectors without a network: latent semantic analysis (Deerwester et al. 1990) of words that are hashed, so that no
 * list of them is kept.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"

/** Places that words are hashed into. */
const BUCKETS = 1 << 16

/** Numbers that a text becomes. */
export const LSA_WIDTH = 64

/** How often the subspace is turned towards the directions of largest variance. */
const TURNS = 4

const WORD = /[\p{L}\p{N}]+/gu

/** FNV-1a over UTF-16 units. */
const bucketOf = (word: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return (hash >>> 0) & (BUCKETS - 1)
}

/** Scripts that do not part words: pairs of characters stand for them. */
const JOINED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

const pieces = (word: string): ReadonlyArray<string> =>
  JOINED.test(word) && word.length > 2
    ? Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2))
    : [word]

/** Words, and pairs of neighbors. */
const termsOf = (text: string): ReadonlyArray<string> => {
  const words = (text.normalize("NFKC").toLowerCase().match(WORD) ?? []).flatMap(pieces)
  return [...words, ...words.slice(1).map((word, i) => `${words[i]!} ${word}`)]
}

/** Sparse rows of `width` columns, all of which are used: those of row i are at `starts[i]` … `starts[i + 1]` − 1. */
interface Sparse {
  readonly width: number
  readonly starts: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float32Array
}

/** (1 + ln count) · ln(N / (1 + texts with it)), each row of length one; terms of a single text say nothing and are left out. */
const weighted = Effect.fnUntraced(function*(texts: ReadonlyArray<string>) {
  const counts: Array<ReadonlyMap<number, number>> = [], seen = new Uint32Array(BUCKETS)
  for (const text of texts) {
    const row = new Map<number, number>()
    for (const term of termsOf(text)) {
      const bucket = bucketOf(term)
      row.set(bucket, (row.get(bucket) ?? 0) + 1)
    }
    for (const bucket of row.keys()) seen[bucket]!++
    counts.push(row)
    yield* Kernels.breathe(20 * text.length)
  }
  const place = new Int32Array(BUCKETS).fill(-1)
  let width = 0
  seen.forEach((count, bucket) => {
    if (count > 1 || (count > 0 && texts.length < 3)) place[bucket] = width++
  })
  const starts = new Uint32Array(texts.length + 1), columns: Array<number> = [], values: Array<number> = []
  for (const [i, row] of counts.entries()) {
    const from = values.length
    let square = 0
    for (const [bucket, count] of [...row].sort(([a], [b]) => a - b)) {
      if (place[bucket]! < 0) continue
      const value = (1 + Math.log(count)) * Math.log((1 + texts.length) / (1 + seen[bucket]!) + 1e-3)
      columns.push(place[bucket]!)
      values.push(value)
      square += value * value
    }
    for (let k = from; k < values.length; k++) values[k]! /= Math.sqrt(square) || 1
    starts[i + 1] = values.length
  }
  return {
    width,
    starts,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values)
  } satisfies Sparse as Sparse
})

/** A · basis: rows × k. */
const times = Effect.fnUntraced(function*({ columns, starts, values }: Sparse, basis: Float64Array, k: number) {
  const rows = starts.length - 1, out = new Float64Array(rows * k)
  for (let i = 0; i < rows; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const value = values[e]!, from = columns[e]! * k
      for (let c = 0; c < k; c++) out[i * k + c]! += value * basis[from + c]!
    }
    yield* Kernels.breathe((starts[i + 1]! - starts[i]!) * k)
  }
  return out
})

/** Aᵀ · y: columns × k. */
const transposed = Effect.fnUntraced(function*({ columns, starts, values, width }: Sparse, y: Float64Array, k: number) {
  const out = new Float64Array(width * k)
  for (let i = 0; i < starts.length - 1; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const value = values[e]!, to = columns[e]! * k
      for (let c = 0; c < k; c++) out[to + c]! += value * y[i * k + c]!
    }
    yield* Kernels.breathe((starts[i + 1]! - starts[i]!) * k)
  }
  return out
})

/** The products of the k columns with each other, k × k. */
const gramOf = Effect.fnUntraced(function*(basis: Float64Array, k: number) {
  const gram = new Float64Array(k * k)
  for (let row = 0; row < basis.length; row += k) {
    for (let a = 0; a < k; a++) {
      const x = basis[row + a]!
      if (x !== 0) { for (let b = 0; b <= a; b++) gram[a * k + b]! += x * basis[row + b]! }
    }
    if (row % (256 * k) === 0) yield* Kernels.breathe(128 * k * k)
  }
  return gram
})

/** A column that is less than this beside what it was depends on those before it. */
const LEFT = 1e-10

/** Cholesky's factor of a gram matrix, in place; the diagonal is 0 where a column depends on those before it. */
const factor = (gram: Float64Array, k: number): void => {
  for (let c = 0; c < k; c++) {
    const before = gram[c * k + c]!
    for (let b = 0; b <= c; b++) {
      let sum = gram[c * k + b]!
      for (let j = 0; j < b; j++) sum -= gram[c * k + j]! * gram[b * k + j]!
      if (b < c) gram[c * k + b] = gram[b * k + b]! > 0 ? sum / gram[b * k + b]! : 0
      else gram[c * k + c] = sum > LEFT * before ? Math.sqrt(sum) : 0
    }
  }
}

/** Makes the k columns orthonormal, by Cholesky's factor twice; those that depend on others become 0. In place. */
const orthonormal = Effect.fnUntraced(function*(basis: Float64Array, k: number) {
  for (let time = 0; time < 2; time++) {
    const gram = yield* gramOf(basis, k)
    factor(gram, k)
    for (let row = 0; row < basis.length; row += k) {
      for (let c = 0; c < k; c++) {
        let sum = basis[row + c]!
        for (let j = 0; j < c; j++) sum -= gram[c * k + j]! * basis[row + j]!
        basis[row + c] = gram[c * k + c]! > 0 ? sum / gram[c * k + c]! : 0
      }
      if (row % (256 * k) === 0) yield* Kernels.breathe(128 * k * k)
    }
  }
})

/**
 * Vectors of texts: their words and pairs of words, weighted by how seldom they are, along the 64 directions in which the texts
 * vary most (found by subspace iteration from a start that `seed` draws). A text without a known word is zero. The same
 * texts and seed give the same bits.
 *
 * O(words · 64 + (texts + distinct words) · 64²), some times over; 70 MB at most beside the texts and the result.
 */
export const lsa = Effect.fn("studio.lsa")(function*(texts: ReadonlyArray<string>, seed: number) {
  const sparse = yield* weighted(texts), k = LSA_WIDTH
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "studio lsa"))
  let basis: Float64Array = Float64Array.from({ length: sparse.width * k }, () => draw() - 0.5)
  for (let turn = 0; turn < TURNS; turn++) {
    const along = yield* times(sparse, basis, k)
    yield* orthonormal(along, k)
    basis = yield* transposed(sparse, along, k)
  }
  yield* orthonormal(basis, k)
  const found = yield* times(sparse, basis, k)
  const matrix: Matrix = { data: Float32Array.from(found), rows: texts.length, cols: k }
  return matrix
})
