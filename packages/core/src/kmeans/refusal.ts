/**
 * Why rows could not be clustered, as data, and in words.
 */
import type { Matrix } from "../Matrix.ts"
import type { Amiss } from "../ports/amiss.ts"
import type { ClusterRequest } from "./request.ts"

/** Why rows could not be clustered. */
export type ClusteringProblem =
  /** There is no row to cluster. */
  | { readonly _tag: "NoRows" }
  /** The number of clusters is no whole number from 1. */
  | { readonly _tag: "K"; readonly value: number }
  /** There is not one weight a row. */
  | { readonly _tag: "WeightCount"; readonly weights: number; readonly rows: number }
  /** The weight at `index` is negative or not finite. */
  | { readonly _tag: "Weight"; readonly index: number; readonly value: number }
  /** Every weight is 0. */
  | { readonly _tag: "NoWeight"; readonly rows: number }
  /** The initial centers are not as wide as the rows. */
  | { readonly _tag: "Width"; readonly value: number; readonly expected: number }
  /** The clusterer does not do what the request asks for, under its name in code: `weights`. */
  | { readonly _tag: "Unsupported"; readonly setting: string; readonly problem: string }
  /** The package of this name cannot be loaded. */
  | { readonly _tag: "MissingPackage"; readonly name: string; readonly problem: string; readonly cause: unknown }
  /** The clusterer's answer is none to the request. */
  | ({ readonly _tag: "Answer" } & Amiss)
  /** The clusterer failed; `problem` says in words why, and `cause` is what it threw. */
  | { readonly _tag: "Failed"; readonly problem: string; readonly cause: unknown }

/** A problem of clustering, as a sentence. */
export const inWords = (reason: ClusteringProblem): string => {
  switch (reason._tag) {
    case "NoRows":
      return "there is no row to cluster"
    case "K":
      return `k is ${reason.value}; it must be a whole number from 1`
    case "WeightCount":
      return `there are ${reason.weights} weights for ${reason.rows} rows`
    case "Weight":
      return `weight ${reason.index} is ${reason.value}; weights must be finite and not negative`
    case "NoWeight":
      return "every weight is 0"
    case "Width":
      return `the initial centers have ${reason.value} columns and the rows ${reason.expected}`
    case "Answer":
      return `the answer is at fault: ${reason.problem}`
    default:
      return reason.problem
  }
}

/** What is looked at of a request: of the rows only how many there are, and how wide. */
export type AskedFor = Pick<ClusterRequest, "initial" | "k" | "rows" | "weights"> & {
  readonly matrix: Pick<Matrix, "rows" | "cols">
}

/**
 * What is wrong with a request, if anything: `initial` centers, `k`, `rows` and `weights` as in `ClusterRequest`, and of the `matrix` how many
 * rows it has and how wide they are.
 */
export const problemOf = ({ initial, k, matrix, rows, weights }: AskedFor): ClusteringProblem | undefined => {
  const n = rows?.length ?? matrix.rows
  if (n === 0) return { _tag: "NoRows" }
  if (!Number.isInteger(k) || k < 1) return { _tag: "K", value: k }
  if (weights !== undefined && weights.length !== n) return { _tag: "WeightCount", weights: weights.length, rows: n }
  const index = weights?.findIndex((weight) => !(weight >= 0 && weight < Infinity)) ?? -1
  if (index >= 0) return { _tag: "Weight", index, value: weights![index]! }
  if (weights?.every((weight) => weight === 0) === true) return { _tag: "NoWeight", rows: n }
  if (initial === undefined || initial.cols === matrix.cols) return undefined
  return { _tag: "Width", value: initial.cols, expected: matrix.cols }
}
