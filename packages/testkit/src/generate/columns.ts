/**
 * How each column of a query is made up, and how its items are put in another order.
 */
import { type Clusters, type Column, type Columns, Matrix } from "@marginalia/core"
import { cluster, type Partition, partitions } from "./cluster.ts"
import { draw } from "./draw.ts"
import { pool, type Texture, textures } from "./pool.ts"
import { certainties, type Certainty, passes, probability } from "./probability.ts"
import { simplex } from "./simplex.ts"

/**
 * The facts of a pool that its columns are made from: the same facts, the same numbers. `size` items of `cols` numbers,
 * `classes` classes; `texture`, `certainty` and `partition` say how rows, probabilities and clusters lie; all is drawn
 * from `seed`.
 */
export interface Facts {
  readonly size: number
  readonly cols: number
  readonly classes: number
  readonly texture: Texture
  readonly certainty: Certainty
  readonly partition: Partition
  readonly seed: number
}

/**
 * How one column is made (`make`), and how its items are reordered (`take`): item `i` of the answer is item `order[i]`
 * of the value.
 */
export interface Generator<A> {
  readonly make: (facts: Facts) => A
  readonly take: (value: A, order: Uint32Array) => A
}

/** Generators by column. */
export type Generators = { readonly [C in Column]?: Generator<Columns[C]> }

const rows = (name: string, cols: (facts: Facts) => number): Generator<Matrix.Matrix> => ({
  make: (facts) => pool({ rows: facts.size, cols: cols(facts), texture: facts.texture, seed: seedFor(facts, name) }),
  take: Matrix.take
})

const seedFor = ({ seed }: Facts, name: string): number => draw(seed, name).below(2 ** 31)

const centers = (facts: Facts, clusters: Clusters): Clusters => {
  const from = draw(facts.seed, "centers")
  if (facts.partition === "distinct" || from.below(3) > 0) return clusters
  const count = clusters.assignment.reduce((a, b) => Math.max(a, b), -1) + 1 + from.below(2)
  const data = Float64Array.from({ length: count * facts.cols }, () => from.lattice() * 3)
  return { ...clusters, centers: Matrix.make64(data, count, facts.cols) }
}

/** The generators of core's columns. */
export const generators = {
  embedding: rows("embedding", (facts) => facts.cols),
  feature: rows("feature", (facts) => facts.cols + 1),
  projection: rows("projection", (facts) => facts.classes - 1),
  probability: {
    make: ({ certainty, classes, seed, size }) => probability({ rows: size, classes, certainty, seed }),
    take: Matrix.take
  },
  passes: {
    make: ({ certainty, classes, seed, size }) =>
      passes({ rows: size, classes, certainty, seed }, 1 + draw(seed, "passes").below(5)),
    take: (all, order) => all.map((one) => Matrix.take(one, order))
  },
  prototype: { make: ({ classes }) => simplex(classes), take: (prototypes) => prototypes },
  heldOut: {
    make: ({ certainty, classes, seed, size }) => {
      const rows = probability({ rows: size, classes, certainty, seed: draw(seed, "held out").below(2 ** 31) })
      const data = rows.data.map((p, at) => Math.floor(at / classes) % 3 === 0 ? 0 : p)
      return Matrix.make(data, size, classes)
    },
    take: Matrix.take
  },
  labelProbability: {
    make: ({ certainty, classes, seed, size }) => {
      const from = draw(seed, "labels")
      const rows = probability({ rows: size, classes, certainty, seed: from.below(2 ** 31) })
      // Rows need not sum to one: about half the labels have the probability of not being there.
      return Matrix.make(rows.data.map((p) => Math.min(1, from.below(2) === 0 ? p : 1 - p)), size, classes)
    },
    take: Matrix.take
  },
  estimate: rows("estimate", ({ cols }) => cols),
  target: {
    make: ({ seed, size }) => {
      const from = draw(seed, "target")
      return Float64Array.from({ length: size }, () => from.lattice())
    },
    take: (values, order) => Float64Array.from(order, (i) => values[i]!)
  },
  gradient: {
    make: (facts) => ({
      left: pool({ ...facts, rows: facts.size, cols: facts.classes, seed: seedFor(facts, "left") }),
      right: pool({ ...facts, rows: facts.size, seed: seedFor(facts, "right") })
    }),
    take: ({ left, right }, order) => ({ left: Matrix.take(left, order), right: Matrix.take(right, order) })
  },
  cluster: {
    make: (facts) => centers(facts, cluster({ rows: facts.size, partition: facts.partition, seed: facts.seed })),
    take: (clusters, order) => ({ ...clusters, assignment: Int32Array.from(order, (i) => clusters.assignment[i]!) })
  }
} satisfies Generators

/** What the facts may say: everything, or only what makes no ties. */
export const choices = (ties: boolean) => ({
  textures: ties ? textures : ["continuous" as const],
  certainties: ties ? certainties : ["continuous" as const],
  partitions: ties ? partitions : ["distinct" as const]
})

/** The generators to use: core's, and a caller's own on top. Throws on a column that neither knows. */
export const generatorsOf = (columns: ReadonlyArray<Column>, own: Generators = {}): Generators => {
  const all: Generators = { ...generators, ...own }
  const unknown = columns.find((column) => all[column] === undefined)
  if (unknown === undefined) return all
  throw new Error(`the column "${unknown}" has no generator; give one: generators: { ${unknown}: { make, take } }`)
}

/**
 * Makes `columns` from the `facts` of a pool, by core's generators and your `own` (default none). Throws on a column
 * that neither knows.
 */
export const makeColumns = (columns: ReadonlyArray<Column>, facts: Facts, own?: Generators): Partial<Columns> => {
  const all = generatorsOf(columns, own)
  return Object.fromEntries(columns.map((column) => [column, all[column]!.make(facts)]))
}

/** Puts the items of every column in another order, by core's generators and your `own` (default none). */
export const takeColumns = (columns: Partial<Columns>, order: Uint32Array, own?: Generators): Partial<Columns> => {
  const all = generatorsOf(Object.keys(columns) as Array<Column>, own)
  const take = (column: Column) => (all[column] as Generator<unknown>).take(columns[column], order)
  return Object.fromEntries(Object.keys(columns).map((column) => [column, take(column as Column)]))
}
