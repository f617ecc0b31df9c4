/**
 * Whole queries.
 */
import type { Column, Columns, Query } from "@marginalia/core"
import * as fc from "fast-check"
import type { Partition } from "./cluster.ts"
import { choices, type Facts, type Generators, makeColumns } from "./columns.ts"
import { draw, shuffled } from "./draw.ts"
import type { Texture } from "./pool.ts"
import type { Certainty } from "./probability.ts"
import { show } from "./show.ts"

/** What {@link queryArb} may be asked for. */
export interface QueryOptions {
  /** The columns the queries hold. Default none: the pool is known by its size alone. */
  readonly columns?: ReadonlyArray<Column>
  /** The fewest items. Default 1, or 6 without ties. */
  readonly minSize?: number
  /** The most items. Default 24. */
  readonly maxSize?: number
  /** Widths of `embedding`; `feature` is one wider. Default 1, 2, 3, 4, 5, 8, or 2, 3, 5 without ties. */
  readonly cols?: ReadonlyArray<number>
  /** Numbers of classes. Default 3, 4, 5 with `projection` or `prototype`, which need three; else 2, 3, 4, 5. */
  readonly classes?: ReadonlyArray<number>
  /** Whether the pools are rich in ties (default), or free of them. */
  readonly ties?: boolean
  /** Textures of `embedding`, `feature`, `projection` and `gradient`. Default all that `ties` allows. */
  readonly textures?: ReadonlyArray<Texture>
  /** Kinds of `probability` and `passes`. Default all that `ties` allows. */
  readonly certainties?: ReadonlyArray<Certainty>
  /** Kinds of `cluster`. Default all that `ties` allows. */
  readonly partitions?: ReadonlyArray<Partition>
  /** Whether anything is labeled: nothing, at least one item, or either (default). */
  readonly labeled?: "none" | "some" | "any"
  /** How many are asked for: all that are unlabeled, or from one to all (default, with all now and then). */
  readonly budget?: "all" | "any"
  /** Whether some queries choose among a part of the pool only. Default true. */
  readonly restricted?: boolean
  /** Generators of columns of your own, or in place of the built-in ones. Default none. */
  readonly generators?: Generators
}

/** A query's input, as `Query.make` takes it, with the number of classes stated. */
export type Input = Query.Input & Partial<Columns> & { readonly size: number }

/** What shrinks: everything else follows from it. */
interface Genes extends Facts {
  readonly querySeed: number
  readonly labeledShare: number
  readonly known: boolean
  readonly budgetShare: number
  readonly candidateShare: number
}

const shareArb = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 }), fc.constant(100))

const seedArb = fc.oneof(fc.nat(), fc.integer(), fc.maxSafeInteger())

const genesArb = (options: QueryOptions): fc.Arbitrary<Genes> => {
  const ties = options.ties ?? true
  const all = choices(ties)
  const columns = options.columns ?? []
  const least = columns.includes("projection") || columns.includes("prototype") ? [3, 4, 5] : [2, 3, 4, 5]
  return fc.record({
    size: fc.integer({ min: options.minSize ?? (ties ? 1 : 6), max: options.maxSize ?? 24 }),
    cols: fc.constantFrom(...(options.cols ?? (ties ? [1, 2, 3, 4, 5, 8] : [2, 3, 5]))),
    classes: fc.constantFrom(...(options.classes ?? least)),
    texture: fc.constantFrom(...(options.textures ?? all.textures)),
    certainty: fc.constantFrom(...(options.certainties ?? all.certainties)),
    partition: fc.constantFrom(...(options.partitions ?? all.partitions)),
    seed: fc.nat(),
    querySeed: seedArb,
    labeledShare: options.labeled === "none" ? fc.constant(0) : shareArb,
    known: fc.boolean(),
    budgetShare: options.budget === "all" ? fc.constant(100) : shareArb,
    candidateShare: (options.restricted ?? true) && options.budget !== "all"
      ? fc.oneof({ arbitrary: fc.constant(100), weight: 3 }, { arbitrary: fc.integer({ min: 1, max: 99 }), weight: 1 })
      : fc.constant(100)
  })
}

/** A share in percent of 0 … most, at least `least`. */
const part = (share: number, most: number, least: number): number =>
  Math.min(most, Math.max(least, Math.round(share * most / 100)))

/** The first of `order` that leave every cluster of the tie-free kind at least four unlabeled items. */
const sparing = (order: Uint32Array, wanted: number, assignment: Int32Array): Uint32Array => {
  const left = new Map<number, number>()
  for (const number of assignment) left.set(number, (left.get(number) ?? 0) + 1)
  const spared = order.filter((position) => {
    const members = left.get(assignment[position]!)!
    if (members <= 4) return false
    left.set(assignment[position]!, members - 1)
    return true
  })
  return spared.slice(0, wanted)
}

const labeledOf = (genes: Genes, columns: Partial<Columns>, options: QueryOptions): Uint32Array => {
  const order = shuffled(genes.seed, "labeled", genes.size)
  const wanted = part(genes.labeledShare, genes.size - 1, options.labeled === "some" ? 1 : 0)
  const tied = options.ties ?? true
  const chosen = tied || columns.cluster === undefined
    ? order.slice(0, wanted)
    : sparing(order, wanted, columns.cluster.assignment)
  return chosen.sort()
}

const build = (options: QueryOptions) => (genes: Genes): Input => {
  const { classes, seed, size } = genes
  const columns = makeColumns(options.columns ?? [], genes, options.generators)
  const labeled = labeledOf(genes, columns, options)
  const from = draw(seed, "labels")
  // Labeled items of unknown class come without labels; -1 would say that they were declined.
  const labels = genes.known ? { labels: Int32Array.from(labeled, () => from.below(classes)) } : {}
  const taken = new Set(labeled)
  const free = shuffled(seed, "candidates", size).filter((position) => !taken.has(position))
  const candidates = free.slice(0, part(genes.candidateShare, free.length, 1)).sort()
  return show({
    size,
    classes,
    seed: genes.querySeed,
    budget: part(genes.budgetShare, candidates.length, 1),
    labeled,
    ...labels,
    ...(candidates.length === free.length ? {} : { candidates }),
    ...columns
  })
}

/**
 * Inputs for `Query.make`: pools of every texture, with nothing labeled, with some, with all but one; a budget of one,
 * of all, and between; all or some of the items as candidates. They shrink to few items.
 *
 * Default of `options`: no columns, up to 24 items, ties wherever they can be.
 */
export const queryArb = (options: QueryOptions = {}): fc.Arbitrary<Input> => {
  if (options.labeled === "some" && options.minSize === undefined) return queryArb({ ...options, minSize: 6 })
  return genesArb(options).map(build(options))
}
