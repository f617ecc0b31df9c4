/**
 * What the compiler says of a part in another part's place.
 */
import type { Part } from "../Part.ts"

/** What a value is, where a stage, a score or a selector is wanted, with what to do. */
type Advice<X> = X extends { readonly part: Part }
  ? { readonly "this makes a part; call it, with options or without": never }
  : X extends { readonly of: unknown } ? {
      readonly "this is a score; a filter makes a stage of it (Filter.keepTop(score, n)), top(score) a selector": never
    }
  : X extends { readonly pick: unknown }
    ? { readonly "this is a selector; it stands at the end, Strategy.make(stage, selector)": never }
  : X extends { readonly steps: unknown }
    ? { readonly "this is a stage; it stands before a selector, Strategy.make(stage, selector)": never }
  : X extends { readonly node: unknown }
    ? { readonly "this is a whole strategy; Strategy.prepend(stage, strategy) puts a stage before it": never }
  : { readonly "this is no part": never }

/** A part in another part's place: nothing is one, so that the compiler says the advice where it stands. */
export type Misplaced<X> = X & Advice<X>

/** A part that has the field of its kind (`steps` of a stage, `pick` of a selector), or else a misplaced one. */
export type Placed<X, Field extends string> = X & (X extends { readonly [F in Field]: unknown } ? unknown : Advice<X>)
