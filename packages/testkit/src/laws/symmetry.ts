/**
 * Laws of structure that rest on a promise: what may change without changing the answer.
 */
import type { Column, Columns, Strategy } from "@marginalia/core"
import { same } from "../claim.ts"
import { takeColumns } from "../generate/columns.ts"
import { shuffled } from "../generate/draw.ts"
import { type Motion, moveColumns, shift, stretch, turn } from "../generate/move.ts"
import type { Input, QueryOptions } from "../generate/query.ts"
import { show } from "../generate/show.ts"
import type { Law, Setting, Traits } from "../Law.ts"
import { answer, forOnly } from "../run.ts"

/** The columns of a made-up query. */
export const columnsOf = (input: Input): Partial<Columns> =>
  Object.fromEntries(
    Object.entries(input).filter(([name]) => !settings.has(name))
  )

const settings = new Set([
  "size",
  "classes",
  "seed",
  "budget",
  "labeled",
  "labels",
  "candidates",
  "ids",
  "round",
  "clamp",
  "transfer"
])

/** The pool in another order; `order[i]` is where item `i` of the new pool was. */
export const permuted = (input: Input, order: Uint32Array, setting: Setting): Input => {
  const to = new Map(Array.from(order, (from, i) => [from, i]))
  const moved = (positions: ArrayLike<number>) => Array.from(positions, (position) => to.get(position)!)
  return show({
    ...input,
    ...takeColumns(columnsOf(input), order, setting.query.generators),
    labeled: moved(input.labeled ?? []),
    ...(input.candidates === undefined ? {} : { candidates: moved(input.candidates) })
  })
}

const permutation: Law<Strategy.Any> = {
  id: "permutation",
  title: "reordering the pool reorders the answer",
  statement: "A strategy without randomness picks the same items, in the same order, from a pool in another order, "
    + "where no two items, distances or clusters tie.",
  kind: "structure",
  about: "strategy",
  trait: "deterministic",
  property: (strategy, setting) =>
    forOnly(setting, { ties: false }, async (input) => {
      const order = shuffled(input.seed, "pool order", input.size)
      const expected = await answer(setting, strategy, input)
      const found = await answer(setting, strategy, permuted(input, order, setting))
      same("the picks, by their first positions", found.positions.map((i) => order[i]!), expected.positions)
    })
}

const nested: Law<Strategy.Any> = {
  id: "nested",
  title: "a smaller budget's picks begin a larger budget's",
  statement: "A greedy strategy asked for fewer items picks the first of those it picks when asked for more.",
  kind: "structure",
  about: "strategy",
  trait: "nested",
  property: (strategy, setting) =>
    forOnly(setting, { budget: "all" }, async (input) => {
      const all = await answer(setting, strategy, input)
      const budget = 1 + shuffled(input.seed, "budget", input.budget)[0]!
      const some = await answer(setting, strategy, { ...input, budget })
      same(`the picks for a budget of ${budget}`, some.positions, all.positions.subarray(0, budget))
    })
}

/** Textures on the lattice, where turning is exact. */
export const exact: QueryOptions = { textures: ["duplicates", "blobs", "continuous"] }

const still = (
  trait: keyof Traits,
  title: string,
  statement: string,
  motion: (input: Input) => Motion
): Law<Strategy.Any> => ({
  id: trait,
  title,
  statement,
  kind: "structure",
  about: "strategy",
  trait,
  unfit: unfitForMotion,
  property: (strategy, setting) =>
    forOnly(setting, exact, async (input) => {
      const expected = await answer(setting, strategy, input)
      const moved = show({ ...input, ...moveColumns(columnsOf(input), motion(input)) })
      same("the picks after it", (await answer(setting, strategy, moved)).positions, expected.positions)
    })
})

const spatial: ReadonlyArray<Column> = ["embedding", "feature"]

/** Laws about a space are about nothing where there is none. */
export const unfitForMotion = ({ query }: Setting): string | undefined =>
  query.columns?.some((column) => spatial.includes(column)) === true
    ? undefined
    : "the queries hold neither embedding nor feature"

/** A factor that is exact in single precision on the lattice. */
export const factorOf = (input: Input): number => [0.25, 0.5, 2, 3, 4][Math.abs(input.seed % 5)]!

/** The laws. */
export const symmetry: ReadonlyArray<Law<Strategy.Any>> = [
  permutation,
  nested,
  still(
    "rotation",
    "turning the space changes nothing",
    "Turning or mirroring the space of the embedding changes no pick.",
    (input) => turn(input.seed)
  ),
  still(
    "translation",
    "moving the space changes nothing",
    "Adding a vector to every row of the embedding changes no pick.",
    (input) => shift(input.seed)
  ),
  still(
    "scaling",
    "stretching the space changes nothing",
    "Multiplying the embedding by a positive number changes no pick.",
    (input) => stretch(factorOf(input))
  )
]
