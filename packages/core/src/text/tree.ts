/**
 * The tree of a strategy's text, not yet knowing which parts exist. `at` is where a thing starts in the text.
 */

/** A number, a word, a text in quotes, a percentage or an expression such as `labeled+budget`. */
export interface Scalar {
  readonly _tag: "Scalar"
  readonly value: number | string | boolean
  readonly at: number
}

/** Values between brackets: `[256, 128]`. */
export interface List {
  readonly _tag: "List"
  readonly items: ReadonlyArray<Value>
  readonly at: number
}

/** What an option may be given. */
export type Value = Scalar | Call | List

/** A part with its arguments. */
export interface Call {
  readonly _tag: "Call"
  readonly name: string
  readonly args: ReadonlyArray<Argument>
  /** What stands before the arguments of a part that takes strategies. */
  readonly strategies?: ReadonlyArray<Pipeline>
  readonly at: number
}

/** An argument, by position or by name. */
export interface Argument {
  readonly name: string | undefined
  readonly value: Value
  readonly at: number
}

/** A strategy: calls between bars, the last of which may be a combination. */
export interface Pipeline {
  readonly _tag: "Pipeline"
  readonly calls: ReadonlyArray<Call>
  readonly last: Call | Combination
}

/** A strategy's share in a mix. */
export interface Share {
  readonly weight: number
  readonly strategy: Pipeline
  readonly at: number
}

/** A value and where it stands. */
export interface Located<A> {
  readonly value: A
  readonly at: number
}

/** What stands between the parentheses of a combination. */
export type Body =
  | { readonly _tag: "Mix"; readonly parts: ReadonlyArray<Share> }
  | {
    readonly _tag: "Switch"
    readonly condition: Located<string>
    readonly whenTrue: Pipeline
    readonly whenFalse: Pipeline
  }
  | { readonly _tag: "OrElse"; readonly first: Pipeline; readonly second: Pipeline }
  | { readonly _tag: "Subsample"; readonly size: Located<number>; readonly strategy: Pipeline }
  | { readonly _tag: "PerGroup"; readonly column: Located<string>; readonly strategy: Pipeline }
  | {
    readonly _tag: "AtMostPer"
    readonly column: Located<string>
    readonly most: Located<number | string>
    readonly strategy: Pipeline
  }

/** The forms that take strategies as arguments. */
export type Combination = Body & { readonly at: number }
