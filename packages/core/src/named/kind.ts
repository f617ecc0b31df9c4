/**
 * Kinds of things that have names.
 */

declare const Of: unique symbol

/** A kind of things that have names, such as encoders; what is named is an `A`. */
export interface Kind<out A> {
  readonly [Of]?: (_: never) => A
  /** What messages call one of them: `encoder`. */
  readonly word: string
  /** The text that an old spelling is written as now; undefined for a text that is none. */
  readonly now: (text: string) => string | undefined
}

/**
 * A kind of things. `word` is what messages call one of them; `now` says how a text that was valid once is written today,
 * so that the refusal can tell.
 *
 * @example
 * const encoders = Named.kind<EncoderPlan>("encoder", (text) => text === "principal" ? "pca" : undefined)
 */
export const kind = <A>(word: string, now: (text: string) => string | undefined = () => undefined): Kind<A> => ({
  word,
  now
})
