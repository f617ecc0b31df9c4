/**
 * The checks of a query's columns, each by its meaning.
 */
import type { Clusters, Column, Columns, Factors } from "../Columns.ts"
import * as checks from "./checks.ts"

/** The columns that this module knows how to check; a user's own column is taken as it is. */
const known: { readonly [C in Column]?: (value: Columns[C], size: number, all: Partial<Columns>) => void } = {
  embedding: (matrix, size) => tall("embedding", matrix, size),
  feature: (matrix, size) => tall("feature", matrix, size),
  projection: (matrix, size) => tall("projection", matrix, size),
  probability: (matrix, size) => {
    tall("probability", matrix, size)
    checks.probability("probability", matrix)
  },
  passes: (passes, size) => {
    const [first] = passes
    if (first === undefined) return checks.refuse("Shape", "passes holds no pass; it takes at least one N × C matrix")
    passes.forEach((matrix, t) => {
      tall(`passes[${t}]`, matrix, size)
      if (matrix.cols !== first.cols) {
        checks.refuse("Shape", `passes[${t}] has ${matrix.cols} classes and passes[0] has ${first.cols}`)
      }
      checks.probability(`passes[${t}]`, matrix)
    })
  },
  prototype: (matrix) => {
    checks.shape("prototype", matrix)
    checks.finite("prototype", matrix)
  },
  gradient: (factors: Factors, size) => {
    tall("gradient.left", factors.left, size)
    tall("gradient.right", factors.right, size)
  },
  cluster: (clusters, size, all) => partition(clusters, size, all)
}

const tall = (name: string, matrix: Columns["embedding"], size: number): void => {
  checks.shape(name, matrix)
  checks.height(name, matrix.rows, size)
  checks.finite(name, matrix)
}

const partition = ({ assignment, centers }: Clusters, size: number, all: Partial<Columns>): void => {
  checks.height("cluster", assignment.length, size)
  const below = assignment.findIndex((cluster) => cluster < -1)
  if (below >= 0) checks.refuse("Shape", `cluster[${below}] is ${assignment[below]}; numbers start at 0, −1 is "none"`)
  if (centers === undefined) return
  checks.shape("cluster.centers", centers)
  checks.finite("cluster.centers", centers)
  const most = assignment.reduce((a, b) => Math.max(a, b), -1)
  if (most >= centers.rows) checks.refuse("Shape", `cluster ${most} has no center; there are ${centers.rows}`)
  if (all.embedding !== undefined && all.embedding.cols !== centers.cols) {
    checks.refuse("Shape", `the centers have ${centers.cols} columns and the embedding ${all.embedding.cols}`)
  }
}

/** The number of items that a column speaks of, if it speaks of items at all. */
export const heightOf = (columns: Partial<Columns>): number | undefined =>
  columns.embedding?.rows ?? columns.probability?.rows ?? columns.passes?.[0]?.rows ?? columns.feature?.rows ??
    columns.projection?.rows ?? columns.gradient?.left.rows ?? columns.cluster?.assignment.length

/** The number of classes that the columns state. */
export const classesOf = (columns: Partial<Columns>): number | undefined =>
  columns.probability?.cols ?? columns.passes?.[0]?.cols ?? columns.gradient?.left.cols

/** Checks every column that is given. */
export const check = (columns: Partial<Columns>, size: number): void => {
  for (const [name, value] of Object.entries(columns)) {
    const one = known[name as Column] as ((value: unknown, size: number, all: Partial<Columns>) => void) | undefined
    one?.(value, size, columns)
  }
}
