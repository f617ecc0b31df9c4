/**
 * The checks of a query's columns, each by its meaning.
 */
import type { Clusters, Column, Columns } from "../Columns.ts"
import { checkOwn } from "../declareColumn.ts"
import type { Matrix } from "../Matrix.ts"
import * as Narrow from "../Narrow.ts"
import * as checks from "./checks.ts"
import { committee } from "./committee.ts"
import { isRecord, show } from "./kinds.ts"
import { BUILT_IN } from "./names.ts"
import { numbers, oneEach, shares, targets } from "./other-tasks.ts"
import { columnOf, refuse } from "./refuse.ts"
import { STEP, type Steps } from "./steps.ts"

/** The matrices of a column that have one row an item, by name. */
const tables = (column: Column, columns: Partial<Columns>): ReadonlyArray<readonly [name: string, Matrix]> => {
  switch (column) {
    case "embedding":
    case "probability":
    case "feature":
    case "projection":
    case "heldOut":
    case "labelProbability":
    case "estimate": {
      const matrix = columns[column]
      return matrix === undefined ? [] : [[column, matrix]]
    }
    case "passes":
      return (columns.passes ?? []).map((matrix, t) => [`passes[${t}]`, matrix])
    case "gradient": {
      const { gradient } = columns
      return gradient === undefined ? [] : [["gradient.left", gradient.left], ["gradient.right", gradient.right]]
    }
    default:
      return []
  }
}

/** What else each column must be. */
const meanings: { readonly [C in Column]?: (value: Columns[C], size: number, all: Partial<Columns>) => Steps } = {
  probability: (matrix) => checks.probability("probability", matrix),
  passes: (passes) => committee(passes),
  prototype: function*(matrix) {
    checks.shape64("prototype", matrix)
    yield* checks.finite("prototype", matrix)
    if (matrix.cols === matrix.rows - 1) return
    const value = `${matrix.rows} × ${matrix.cols}`, expected = "one row a class, of C − 1 numbers"
    refuse({ _tag: "Shape", column: "prototype", value, expected }, `prototype is ${value}`, `give ${expected}`)
  },
  cluster: (clusters, size, all) => partition(clusters, size, all),
  labelProbability: shares,
  target: targets
}

const withoutOffset = (matrix: Matrix): Matrix => matrix.offset === undefined ? matrix : Narrow.flatten(matrix).matrix

/** Whole vectors, multiplied with others: what is told apart by an offset alone would be lost. */
const flatRight = (right: Matrix): Matrix => {
  if (right.offset === undefined) return right
  const { distinct, matrix, merged } = Narrow.flatten(right)
  if (merged === 0) return matrix
  const problem = `gradient.right: ${merged} of ${distinct} distinct rows become equal to others in single precision`
  const reason = { _tag: "Shape", column: "gradient", value: "an offset", expected: "numbers near 0" } as const
  return refuse(reason, problem, "subtract from its columns what they have in common")
}

/** Columns in which only the numbers themselves make sense, without offsets; all others as they are. */
export const plain = (columns: Partial<Columns>): Partial<Columns> => {
  const { gradient, passes } = columns
  const shares = (["probability", "heldOut", "labelProbability"] as const).filter((name) => columns[name]?.offset)
  return {
    ...columns,
    ...Object.fromEntries(shares.map((name) => [name, withoutOffset(columns[name]!)])),
    ...(passes?.some(({ offset }) => offset !== undefined) ? { passes: passes.map(withoutOffset) } : {}),
    ...(gradient?.left.offset === undefined && gradient?.right.offset === undefined ? {} : {
      gradient: { left: withoutOffset(gradient.left), right: flatRight(gradient.right) }
    })
  }
}

/** Cluster numbers that are no plausible numbering of so few items, but ids or hashes. */
const most = (size: number): number => Math.max(size, 65_536)

const assigned = (assignment: Int32Array, size: number): void => {
  checks.height("cluster", assignment.length, size)
  assignment.forEach((cluster, position) => {
    if (cluster >= -1 && cluster < most(size)) return
    const expected = `−1, or a whole number from 0 below ${most(size)}`
    const hint = cluster < -1 ? `numbers start at 0, −1 is "none"` : `number the clusters from 0, below ${most(size)}`
    const reason = { _tag: "Entry", column: "cluster", row: position, value: cluster, expected } as const
    refuse(reason, `cluster[${position}] is ${cluster}`, hint)
  })
}

function* partition({ assignment, centers }: Clusters, size: number, all: Partial<Columns>): Steps {
  assigned(assignment, size)
  if (centers === undefined) return
  checks.shape64("cluster.centers", centers)
  yield* checks.finite("cluster.centers", centers)
  const at = assignment.findIndex((cluster) => cluster >= centers.rows)
  if (at >= 0) {
    const problem = `cluster[${at}] is ${assignment[at]}, and there are ${centers.rows} centers, from 0`
    const expected = `a cluster below ${centers.rows}`
    const reason = { _tag: "Entry", column: "cluster", row: at, value: assignment[at], expected } as const
    refuse(reason, problem, "give one row a cluster, or no centers")
  }
  if (all.embedding !== undefined && all.embedding.cols !== centers.cols) {
    const problem = `the centers have ${centers.cols} columns and the embedding has ${all.embedding.cols}`
    const expected = `${all.embedding.cols} columns`
    const reason = { _tag: "Shape", column: "cluster", value: centers.cols, expected } as const
    refuse(reason, problem, "give centers in the embedding's space, or none")
  }
  if (all.embedding?.offset !== undefined) {
    const problem = "the embedding is so far from 0 that it has an offset, and the centers have none"
    const reason = { _tag: "Shape", column: "cluster", value: "centers", expected: "no centers" } as const
    refuse(reason, problem, "give no centers: the members' means are taken")
  }
}

const names = (columns: Partial<Columns>): ReadonlyArray<Column> => Object.keys(columns) as Array<Column>

/** The number of items that the columns speak of, if they speak of items at all; the first that does decides. */
export const heightOf = (columns: Partial<Columns>): number | undefined => {
  const [first] = names(columns).flatMap((column) => tables(column, columns))
  if (first === undefined) return columns.cluster?.assignment.length ?? columns.target?.length
  checks.shape(...first)
  return first[1].rows
}

/** The number of classes that each column states, by name. */
const stated = (columns: Partial<Columns>): ReadonlyArray<readonly [name: string, classes: number]> =>
  [
    ["probability", columns.probability?.cols],
    ["passes", columns.passes?.[0]?.cols],
    ["heldOut", columns.heldOut?.cols],
    ["gradient.left", columns.gradient?.left.cols],
    ["prototype", columns.prototype?.rows]
  ].filter((pair): pair is [string, number] => pair[1] !== undefined)

/** The number of classes that the columns state; they must agree. */
export const classesOf = (columns: Partial<Columns>): number | undefined => {
  const [first, ...others] = stated(columns)
  for (const [name, classes] of others) {
    if (first !== undefined && classes !== first[1]) {
      refuse(
        { _tag: "Classes", key: columnOf(name), value: classes, expected: `${first[1]} classes` },
        `${first[0]} has ${first[1]} classes and ${name} has ${classes}`,
        "they must agree"
      )
    }
  }
  return first?.[1]
}

/** A projection is one column narrower than there are classes. */
export const checkWidth = (columns: Partial<Columns>, classes: number): void => {
  const cols = columns.projection?.cols
  if (cols === undefined || cols === classes - 1) return
  refuse(
    { _tag: "Classes", key: "projection", value: cols, expected: `${classes - 1} columns` },
    `projection has ${cols} columns`,
    `with ${classes} classes it must have ${classes - 1}`
  )
}

const parts: { readonly [column: string]: string } = {
  gradient: "an object of two matrices, left and right",
  cluster: "an object with an Int32Array named assignment, a cluster an item"
}

/** A column is the kind of value that the other checks take for granted. */
const kind = (column: string, value: unknown): void => {
  const what = parts[column]
  if (what !== undefined && !isRecord(value)) {
    refuse({ _tag: "Kind", key: column, value, expected: what }, `${column} is ${show(value)}`, `give ${what}`)
  }
  if (column === "gradient") {
    const { left, right } = value as Columns["gradient"]
    checks.shape("gradient.left", left)
    checks.shape("gradient.right", right)
  }
  if (column === "target") numbers(value)
  if (column !== "passes") return
  if (!Array.isArray(value)) {
    const expected = "an array of N × C matrices"
    refuse({ _tag: "Kind", key: column, value, expected }, `passes is ${show(value)}`, `give ${expected}`)
  }
  for (const [t, matrix] of (value as ReadonlyArray<Matrix>).entries()) checks.shape(`passes[${t}]`, matrix)
}

const known: ReadonlySet<string> = new Set(BUILT_IN)

/** Refuses columns whose values are another kind of thing altogether; the other functions here rely on it. */
export const checkKinds = (columns: { readonly [name: string]: unknown }): void => {
  for (const [column, value] of Object.entries(columns)) kind(column, value)
  const { cluster } = columns as { readonly cluster?: { readonly assignment: unknown } }
  if (cluster !== undefined && !(cluster.assignment instanceof Int32Array)) {
    const value = show(cluster.assignment), expected = "an Int32Array"
    refuse({ _tag: "Shape", column: "cluster", value, expected }, `cluster: its assignment must be ${expected}`)
  }
}

/**
 * Checks the kinds and heights of what a part has computed, but no numbers. Throws `InvalidQuery` that names the column and
 * both lengths.
 */
export const checkHeights = (columns: Partial<Columns>, size: number): void => {
  const there = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  checkKinds(there)
  for (const column of Object.keys(there) as Array<Column>) {
    if (!known.has(column)) checkOwn(column, columns[column], size)
    for (const [name, matrix] of tables(column, columns)) {
      checks.shape(name, matrix)
      checks.height(name, matrix.rows, size)
    }
  }
  if (columns.cluster !== undefined) assigned(columns.cluster.assignment, size)
  if (columns.target !== undefined) oneEach(columns.target, size)
}

/** Checks columns: all that are there, or those named in `which`. */
export function* check(
  columns: Partial<Columns>,
  size: number,
  which: ReadonlyArray<Column> = names(columns)
): Steps {
  for (const column of which) {
    if (!known.has(column)) checkOwn(column, columns[column], size)
    for (const [name, matrix] of tables(column, columns)) {
      checks.shape(name, matrix)
      checks.height(name, matrix.rows, size)
      // Of probabilities it is part of what they mean.
      if (column !== "probability" && column !== "passes") yield* checks.finite(name, matrix)
      if (matrix.data.length > STEP / 4) yield
    }
    const meaning = meanings[column] as ((value: unknown, size: number, all: Partial<Columns>) => Steps) | undefined
    if (meaning !== undefined) yield* meaning(columns[column], size, columns)
  }
}
