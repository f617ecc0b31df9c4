/**
 * How similar two rows are, from their squared Euclidean distance: 1 for equal rows, less the farther they are, never below 0.
 */

/**
 * exp(−(distance / bandwidth)²); the cosine of rows of unit length, 1 − distance² / 2, negative ones at 0; or 1 below a
 * radius, strictly, and 0 from there on.
 */
export type Similarity =
  | { readonly kernel: "rbf"; readonly bandwidth: number }
  | { readonly kernel: "cosine" }
  | { readonly kernel: "top-hat"; readonly radius: number }

/** The similarity at a squared distance, which never rises with it; 0 at Infinity. */
export const similarityOf = (similarity: Similarity): (square: number) => number => {
  switch (similarity.kernel) {
    case "rbf": {
      const { bandwidth } = similarity
      return (square) => {
        const times = Math.sqrt(square) / bandwidth
        return Math.exp(-(times * times))
      }
    }
    case "cosine":
      return (square) => Math.max(0, 1 - square / 2)
    case "top-hat": {
      const { radius } = similarity
      return (square) => Math.sqrt(square) < radius ? 1 : 0
    }
  }
}

/** More than a square may lose where it is too small for double precision, and less than any of two rows that differ. */
const LEAST = 1e-300

/** Less than a similarity that is below 1, by more than its computation rounds. */
const below = (m: number): number => m * (1 - 1e-9)

/**
 * A squared distance from which on no similarity is above `m`, however it is rounded; −Infinity where none is above it at all.
 */
export const reachOf = (similarity: Similarity, m: number): number => {
  if (m >= 1) return -Infinity
  switch (similarity.kernel) {
    case "rbf":
      return m === 0 ? Infinity : (similarity.bandwidth * Math.sqrt(-Math.log(below(m)))) ** 2 + LEAST
    case "cosine":
      return 2 * (1 - below(m))
    case "top-hat":
      return similarity.radius ** 2 + LEAST
  }
}

/** How the compiled bounds are told the kernel: a number, and what half a squared distance is multiplied with, from below. */
export const codeOf = (similarity: Similarity): readonly [kind: number, scale: number] => {
  switch (similarity.kernel) {
    case "rbf":
      return [0, 2 / similarity.bandwidth / similarity.bandwidth]
    case "cosine":
      return [1, 1]
    case "top-hat":
      return [2, 0]
  }
}
