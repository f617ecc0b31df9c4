/**
 * Numbers that papers print, and what they were measured with.
 */

/** What a number depends on; undefined where the paper does not say, so that anything goes. */
export interface Protocol {
  readonly initial: number
  readonly budget: number
  readonly rounds: number | undefined
  readonly epochs: number | undefined
  readonly on: "images" | "embedding" | "semi-supervised"
  readonly resnet: number | undefined
  /** How often the most frequent class is there for one of the least frequent one, by Cao's exponential imbalance. Default balanced. */
  readonly longTail?: number
}

/** A number of a paper. */
export interface PaperNumber {
  /** Where it is printed. */
  readonly source: string
  /** The name under which the data set is known here. */
  readonly dataset: string
  /** The recipe's name here. */
  readonly strategy: string
  /** The area below the curve as DeepAL+ computes it, the last accuracy, or the accuracy after so many labels. */
  readonly of: "aubc" | "final" | number
  readonly value: number
  readonly protocol: Protocol
}
