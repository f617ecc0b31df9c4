/**
 * Excess keys, in types.
 */

/** Every key of a type; of a union, the keys of all its members. */
type Keys<T> = T extends unknown ? keyof T : never

/**
 * What is intersected with an inferred input, so that a key that `Allowed` does not have is an error that says so,
 * wherever the object was written: `Type 'number' is not assignable to type '{ "is neither a setting nor a column":
 * "labelled" }'`.
 */
export type Known<I, Allowed> = {
  readonly [K in Exclude<Keys<I>, keyof Allowed>]?: { readonly "is neither a setting nor a column": K }
}
