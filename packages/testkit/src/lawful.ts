/**
 * Every law that a strategy, score, selector or stage must keep, ready to run.
 */
import { type Column, Options, type Score, type Select, Stage, Strategy } from "@marginalia/core"
import type { Law, Setting, Traits } from "./Law.ts"
import { ofEncoders } from "./laws/encoder.ts"
import { ofClassifiers, ofLearners } from "./laws/learner.ts"
import { ofOracles } from "./laws/oracle.ts"
import type { ClassifierSubject, EncoderSubject, LearnerSubject, OracleSubject } from "./laws/ports.ts"
import { purity } from "./laws/purity.ts"
import { ofScores } from "./laws/score.ts"
import { ofSelectors } from "./laws/select.ts"
import { soundness } from "./laws/sound.ts"
import { ofStages } from "./laws/stage.ts"
import { symmetry } from "./laws/symmetry.ts"
import * as Threads from "./laws/threads.ts"
import { written } from "./laws/written.ts"
import { type Check, check, type Options as Settings, settingOf } from "./run.ts"

/** The laws of structure of strategies. */
export const strategyLaws: ReadonlyArray<Law<Strategy.Any>> = [
  ...soundness,
  ...purity,
  Threads.ofStrategies,
  ...written,
  ...symmetry
]

/** The laws of structure of scores. */
export const scoreLaws: ReadonlyArray<Law<Score.Any>> = [...ofScores, Threads.ofScores]

/** The laws of structure of selectors. */
export const selectLaws: ReadonlyArray<Law<Select.Any>> = [...ofSelectors, Threads.ofSelectors]

/** The laws of structure of stages. */
export const stageLaws: ReadonlyArray<Law<Stage.Any>> = [...ofStages, Threads.ofStages]

/** The laws of structure of encoders: what `encode` gives. */
export const encoderLaws: ReadonlyArray<Law<EncoderSubject>> = ofEncoders

/** The laws of structure of oracles: what `label` gives. */
export const oracleLaws: ReadonlyArray<Law<OracleSubject>> = ofOracles

/** The laws of structure of learners: what `fit` gives. */
export const learnerLaws: ReadonlyArray<Law<LearnerSubject>> = ofLearners

/** The laws of structure of classifiers. */
export const classifierLaws: ReadonlyArray<Law<ClassifierSubject>> = ofClassifiers

/** What laws can be tried on: parts and strategies, encoders, and the services `Oracle`, `Learner` and `Classifier`. */
export type Subject =
  | Strategy.Any
  | Score.Any
  | Select.Any
  | Stage.Any
  | EncoderSubject
  | OracleSubject
  | LearnerSubject
  | ClassifierSubject

/** Options of {@link lawful}. */
export interface LawfulOptions extends Settings {
  /** The columns that queries hold. Default those that the subject needs. */
  readonly columns?: ReadonlyArray<Column>
  /** Laws that the subject need not keep, by id, each with the reason. Default none. */
  readonly except?: { readonly [id: string]: string }
}

/** What is tried, what is not, and why not. */
export interface Plan {
  /** What is tried. */
  readonly checks: ReadonlyArray<Check>
  /** Exempted, with the reason. */
  readonly exempt: ReadonlyArray<{ readonly id: string; readonly reason: string }>
  /** Not tried: the promise is not made, or something is not given. */
  readonly untried: ReadonlyArray<{ readonly id: string; readonly why: string }>
}

interface Known {
  readonly laws: ReadonlyArray<Law<never>>
  readonly needs: ReadonlyArray<Column>
}

const known = (subject: Subject): Known => {
  if ("encode" in subject) return { laws: encoderLaws, needs: [] }
  if ("label" in subject) return { laws: oracleLaws, needs: [] }
  if ("fit" in subject) return { laws: learnerLaws, needs: [] }
  if ("probability" in subject) return { laws: classifierLaws, needs: [] }
  if ("node" in subject) return { laws: strategyLaws, needs: [...Strategy.needs(subject)] }
  if ("steps" in subject) return { laws: stageLaws, needs: [...Stage.needsOf(subject.steps)] }
  if ("pick" in subject) return { laws: selectLaws, needs: subject.needs }
  return { laws: scoreLaws, needs: subject.needs }
}

const checkExemptions = (laws: ReadonlyArray<Law<never>>, except: { readonly [id: string]: string }): void => {
  for (const [id, reason] of Object.entries(except)) {
    if (!laws.some((law) => law.id === id)) {
      throw new Error(`there is no law "${id}" to be exempt from; there are ${laws.map((law) => law.id).join(", ")}`)
    }
    if (reason.trim() === "") throw new Error(`the exemption from "${id}" has no reason; say why the law does not hold`)
  }
}

const isPromised = (trait: keyof Traits, traits: Traits): boolean => (traits[trait] ?? false) !== false

const untried = (law: Law<never>, setting: Setting): string | undefined =>
  law.trait === undefined || isPromised(law.trait, setting.traits)
    ? law.unfit?.(setting)
    : `the trait "${law.trait}" is not promised`

const OPTIONS = [
  "numRuns",
  "seed",
  "path",
  "traits",
  "query",
  "asked",
  "registry",
  "ask",
  "provide",
  "columns",
  "except"
]

/**
 * Which laws are tried on a subject, and which are not.
 *
 * Throws on an exemption without a reason, and on one from a law that does not exist.
 *
 * `options` are those of {@link lawful}; by default nothing is promised, and nothing exempt.
 */
export const plan = (subject: Subject, options: LawfulOptions = {}): Plan => {
  Options.exact("lawful", options, OPTIONS)
  const { laws, needs } = known(subject)
  const except = options.except ?? {}
  checkExemptions(laws, except)
  const query = { columns: options.columns ?? needs, ...options.query }
  const full = { ...options, query }
  const setting = settingOf(full)
  const open = laws.filter((law) => except[law.id] === undefined)
  return {
    checks: open
      .filter((law) => untried(law, setting) === undefined)
      .map((law) => check(law as Law<Subject>, subject, full)),
    exempt: Object.entries(except).map(([id, reason]) => ({ id, reason })),
    untried: open.flatMap((law) => {
      const why = untried(law, setting)
      return why === undefined ? [] : [{ id: law.id, why }]
    })
  }
}

/**
 * Does my strategy (score, selector, stage, encoder, oracle, learner, classifier) keep the laws? One check a law for a
 * `subject`; each rejects when its law does not hold, with the query it fails on.
 *
 * `options` say what the subject promises, what it is exempt from, and how hard it is tried: by default nothing,
 * nothing, and 30 queries a law. Laws that rest on a promise are tried where `traits` makes it. Throws on an exemption
 * without a reason, and on one from a law that does not exist.
 *
 * @example
 * ```ts
 * import { entropy } from "@marginalia/strategies"
 * import { lawful } from "@marginalia/testkit"
 *
 * const checks = lawful(entropy(), { numRuns: 3, traits: { deterministic: true } })
 * for (const { run } of checks) await run()
 * console.log(checks.length > 3) // => true
 * ```
 */
export const lawful = (subject: Subject, options: LawfulOptions = {}): ReadonlyArray<Check> =>
  plan(subject, options).checks
