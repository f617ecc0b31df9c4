/**
 * From a law to something that can be run.
 */
import { Query, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Broken } from "./claim.ts"
import { type Input, queryArb, type QueryOptions } from "./generate/query.ts"
import type { Ask, Law, OnQuery, Property, Provide, Setting, Traits } from "./Law.ts"
import type { Asked } from "./laws/asked.ts"

/** How hard a law is tried, and on what. */
export interface Options {
  /** Queries a law. Default 30. */
  readonly numRuns?: number
  /** Where fast-check starts: the seed that a failure printed. Default a new one each time. */
  readonly seed?: number
  /** The counterexample within the seed that a failure printed. Default none. */
  readonly path?: string
  /** What the subject promises. Default nothing. */
  readonly traits?: Traits
  /** What the queries look like. Default: the columns that the subject needs, up to 24 items. */
  readonly query?: QueryOptions
  /**
   * What encoders, oracles, learners and classifiers are asked about: the shape of items, the pool's size, the classes.
   * Default: small ones.
   */
  readonly asked?: Asked
  /** The parts by name; laws about written forms need it. Default none: those laws are not tried. */
  readonly registry?: Setting["registry"]
  /** How a strategy is asked; put your own here to try a server, say. Default `Query.make`, then `Strategy.runAny`. */
  readonly ask?: Ask
  /** Puts services under what runs: `Effect.provide(layer)`. Default nothing. */
  readonly provide?: Provide
}

/** A law and a subject: what a test runner is given. Its `id` is the law's, its `title` what the test is called. */
export interface Check {
  readonly id: string
  readonly title: string
  /** Rejects with what was found, on which query, and how to see it again. */
  readonly run: () => Promise<void>
}

const ask: Ask = (strategy, input) =>
  Effect.flatMap(Query.make(input), (query) => Strategy.runAny(strategy, query as Query.Any))

/** The circumstances that options describe. */
export const settingOf = (options: Options): Setting => {
  const provide = options.provide ?? ((effect) => effect)
  const asked = options.ask ?? ask
  return {
    traits: options.traits ?? {},
    query: options.query ?? {},
    asked: options.asked ?? {},
    registry: options.registry,
    provide,
    ask: (strategy, input) => provide(asked(strategy, input))
  }
}

const report = (law: Pick<Law<never>, "id" | "statement">, details: fc.RunDetails<unknown>): Broken => {
  const found = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  const lines = [
    `law "${law.id}" does not hold: ${law.statement}`,
    `found: ${found}`,
    details.counterexample === null ? "" : `on: ${fc.stringify(details.counterexample)}`,
    `again: { seed: ${details.seed}, path: "${details.counterexamplePath ?? ""}" }`
  ]
  return new Broken(lines.filter((line) => line !== "").join("\n"), { cause: details.errorInstance })
}

/** Tries a property; throws {@link Broken}. */
const attempt = async (law: Law<never>, property: Property, options: Options): Promise<void> => {
  const { numRuns = 30, path, seed } = options
  const details = await fc.check(property, {
    numRuns,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path })
  })
  if (details.failed) throw report(law, details)
}

/**
 * A law to be tried on a `subject`. Default of `options`: 30 queries, drawn from a new seed; `run` rejects with what
 * was found.
 */
export const check = <S>(law: Law<S>, subject: S, options: Options = {}): Check => ({
  id: law.id,
  title: law.title,
  run: async () => {
    const setting = settingOf(options)
    const unfit = law.unfit?.(setting)
    if (unfit !== undefined) throw new Broken(`law "${law.id}" cannot be tried: ${unfit}`)
    await attempt(law, law.property(subject, setting), options)
  }
})

/** A property over made-up queries. */
export const forQueries = (setting: Setting, more: QueryOptions, holds: OnQuery): Property =>
  fc.asyncProperty(queryArb({ ...more, ...setting.query }), holds) as Property

/** {@link forQueries} where what the law asks of the queries goes before what the setting asks. */
export const forOnly = (setting: Setting, must: QueryOptions, holds: OnQuery): Property =>
  fc.asyncProperty(queryArb({ ...setting.query, ...must }), holds) as Property

/** Runs an effect to its end; rejects with its error. */
export const settle = <A, E>(setting: Setting, effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(setting.provide(effect))

/** The answer of a strategy to a made-up query. */
export const answer = (setting: Setting, strategy: Strategy.Any, input: Input) =>
  Effect.runPromise(setting.ask(strategy, input))
