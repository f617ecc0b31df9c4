/**
 * Texts as vectors without a network: latent semantic analysis (Deerwester et al. 1990) of words that are hashed, so that no
 * list of them is kept.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { countWords, type Rarity, rarityOf, type Sparse, weighted } from "./weigh.ts"

/** Numbers that a text becomes. */
export const LSA_WIDTH = 64

/** How often the subspace is turned towards the directions of largest variance. */
const TURNS = 4

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

/** What was learned of a pool of texts. */
export interface Words {
  readonly rarity: Rarity
  /** Known words × 64: the directions, row by row. */
  readonly basis: Float64Array
}

const alongBasis = Effect.fnUntraced(function*(sparse: Sparse, basis: Float64Array) {
  const data = Float32Array.from(yield* times(sparse, basis, LSA_WIDTH))
  const matrix: Matrix = { data, rows: sparse.starts.length - 1, cols: LSA_WIDTH }
  return matrix
})

/**
 * Vectors of texts: their words and pairs of words, weighted by how seldom they are, along the 64 directions in which the texts
 * vary most (found by subspace iteration from a start that `seed` draws). A text without a known word is zero. The same
 * texts and seed give the same bits. With them what was learned, for {@link wordsOf} new texts.
 *
 * O(words · 64 + (texts + distinct words) · 64²), some times over; 70 MB at most beside the texts and the result.
 */
export const learnWords = Effect.fn("studio.learnWords")(function*(texts: ReadonlyArray<string>, seed: number) {
  const counts = yield* countWords(texts), rarity = rarityOf(counts)
  const sparse = weighted(counts, rarity), k = LSA_WIDTH
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "studio lsa"))
  let basis: Float64Array = Float64Array.from({ length: sparse.width * k }, () => draw() - 0.5)
  for (let turn = 0; turn < TURNS; turn++) {
    const along = yield* times(sparse, basis, k)
    yield* orthonormal(along, k)
    basis = yield* transposed(sparse, along, k)
  }
  yield* orthonormal(basis, k)
  const words: Words = { rarity, basis }
  return { matrix: yield* alongBasis(sparse, basis), words }
})

/** The vectors of {@link learnWords} alone. */
export const lsa = (texts: ReadonlyArray<string>, seed: number): Effect.Effect<Matrix> =>
  Effect.map(learnWords(texts, seed), ({ matrix }) => matrix)

/** Vectors of texts, of the pool or new, by what was learned of the pool. Words that the pool had not are passed over. */
export const wordsOf = Effect.fn("studio.wordsOf")(function*(texts: ReadonlyArray<string>, { basis, rarity }: Words) {
  return yield* alongBasis(weighted(yield* countWords(texts), rarity), basis)
})
