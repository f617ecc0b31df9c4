/**
 * The attributes of spans: what a tracer shows of a strategy, its steps, its scores and its selector.
 */
import * as Effect from "effect/Effect"
import type * as Frame from "../Frame.ts"
import type { Any as Query } from "../Query.ts"
import * as Spec from "../Spec.ts"

/** Attributes of a span, by name. */
export type Attributes = { readonly [name: string]: string | number }

/** The names, for spans and for whoever reads them. */
export const names = {
  strategy: "marginalia.strategy",
  step: "marginalia.step",
  candidatesIn: "marginalia.candidates.in",
  candidatesOut: "marginalia.candidates.out",
  budget: "marginalia.budget",
  k: "marginalia.k",
  seed: "marginalia.seed",
  round: "marginalia.round"
} as const

/** What every span within the run of a strategy carries. */
export const ofRun = (strategy: string, { round, seed }: Pick<Query, "seed" | "round">): Attributes => ({
  [names.strategy]: strategy,
  [names.seed]: seed,
  [names.round]: round
})

const kOf = (values: { readonly [name: string]: unknown }): Attributes =>
  typeof values["k"] === "number" ? { [names.k]: values["k"] } : {}

/** What is known when a part begins; `k` where the part has such an option and it is a number. */
export const entering = (
  spec: Spec.Spec,
  { budget, candidates }: Pick<Frame.Base, "budget" | "candidates">
): Attributes => ({
  [names.step]: Spec.print(spec),
  [names.candidatesIn]: candidates.length,
  [names.budget]: budget,
  ...kOf(spec.options)
})

/** What is known when it ends: the candidates that are left (for a selector, the picks), and the `k` that was used. */
export const leaving = (candidates: number, notes: Frame.Notes = {}): Attributes => ({
  [names.candidatesOut]: candidates,
  ...kOf(notes)
})

/** A span around a part, with what is known before and after. No stack is captured: it would always be this library's. */
export const around = <A, E, R>(
  spec: Spec.Spec,
  frame: Pick<Frame.Base, "budget" | "candidates">,
  effect: Effect.Effect<A, E, R>,
  after: (value: A) => Attributes
): Effect.Effect<A, E, R> =>
  Effect.withSpan(
    Effect.tap(effect, (value) => Effect.annotateCurrentSpan(after(value))),
    spec.name,
    { attributes: entering(spec, frame), captureStackTrace: false }
  )
