/**
 * Why a query was refused, as data. Tested in refuse.test.ts.
 */

/** What is wrong with a setting or a column, by its `key` in the input: it is `value`, and `expected` says what it may be. */
interface AtKey {
  readonly key: string
  readonly value: unknown
  readonly expected: string
}

/** What is wrong with a column: something of it is `value`, and `expected` says what it may be. */
interface InColumn {
  readonly column: string
  readonly value: unknown
  readonly expected: string
}

/** Why a query was refused, with the fields that are always there for that reason. */
export type InvalidQueryReason =
  /** It is another kind of thing: a text where a list is due. */
  | ({ readonly _tag: "Kind" } & AtKey)
  /** There is no such key; `allowed` are those that there are, and `suggestion`, where one is near, is what was meant. */
  | {
    readonly _tag: "UnknownKey"
    readonly key: string
    readonly allowed: ReadonlyArray<string>
    readonly suggestion: string | undefined
  }
  /** The key cannot be given here: the pool has it already, or it is the library's own. */
  | { readonly _tag: "TakenKey"; readonly key: string }
  /** The pool has no items, too many, or nothing says how many. */
  | ({ readonly _tag: "Size" } & AtKey)
  /** The budget is no whole number from 1, or does not fit the candidates or what is to be included. */
  | ({ readonly _tag: "Budget" } & AtKey)
  /** The seed is no whole number that a double holds exactly. */
  | ({ readonly _tag: "Seed" } & AtKey)
  /** The round, or the number of rounds, is no whole number. */
  | ({ readonly _tag: "Round" } & AtKey)
  /** The past round of this number cannot be gone on from. */
  | { readonly _tag: "PastRound"; readonly round: number }
  /** The number of classes is none, or is another than a column or the pool has. */
  | ({ readonly _tag: "Classes" } & AtKey)
  /** The column has another shape: rows, columns, or kind of array. */
  | ({ readonly _tag: "Shape" } & InColumn)
  /** The number in `row` of the column is none of those that may stand there. */
  | ({ readonly _tag: "Entry"; readonly row: number } & InColumn)
  /** A NaN or an infinity, in `row` (undefined: in the matrix' offset) and `col`. */
  | {
    readonly _tag: "NonFinite"
    readonly column: string
    readonly row: number | undefined
    readonly col: number
    readonly value: number
  }
  /** The `row` is none of probabilities: one is negative, or they do not sum to 1. */
  | ({ readonly _tag: "Probability"; readonly row: number } & InColumn)
  /** In the list `key`, at `index`, stands `value`, which is no position that may stand there. */
  | ({ readonly _tag: "Position"; readonly index: number } & AtKey)
  /** The label of the item at `position` is `value`, which is no class. */
  | { readonly _tag: "Label"; readonly position: number; readonly value: unknown; readonly expected: string }
  /** There are `given` labels, and `expected` labeled items. */
  | { readonly _tag: "LabelCount"; readonly given: number; readonly expected: number }
  /** The item at `position` is both labeled and declined. */
  | { readonly _tag: "LabeledTwice"; readonly position: number }
  /** The `id` stands twice in a list, at `first` and at `again`. */
  | { readonly _tag: "DuplicateId"; readonly id: string; readonly first: number; readonly again: number }
  /** These `ids` are not in the pool. */
  | { readonly _tag: "UnknownId"; readonly ids: ReadonlyArray<string> }
