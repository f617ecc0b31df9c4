/**
 * How good a model is on items that it was not trained on, where there are no test items: cross-validated, or why not.
 */
import { note } from "@marginalia/core/Notices"
import { counted, longTime } from "@marginalia/core/Words"
import type { EmbeddingAbout } from "@marginalia/datasets/files/embedding-about"
import { lonely } from "@marginalia/datasets/folds"
import { UsageProblem } from "@marginalia/datasets/problems"
import {
  crossValidate,
  type CrossValidated,
  type Network,
  type Trainer,
  type TrainingConfig
} from "@marginalia/models/training"
import { TRAINED_ON } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { Learnable } from "./labeled.ts"

/** Folds where none are asked for. */
const USUAL = 5

/** So long cross-validation may take where none was asked for. */
const MOST_SECONDS = 300

/** So long it may take without a word beforehand. */
const PATIENCE = 5

/** How many folds, whether a person named the number, and why there are none; 0 without a reason where none are wanted. */
export interface Plan {
  readonly folds: number
  readonly asked: boolean
  readonly why?: string
}

const NONE: Plan = { folds: 0, asked: false }

/** What keeps these labels from being held out by turns. */
const obstacle = ({ classNames, data }: Learnable, folds: number): string | undefined => {
  const [alone, ...more] = lonely(data)
  if (alone !== undefined) {
    const others = more.length === 0 ? "" : `, as ${more.length} more`
    return `the class ${classNames[alone]} has 1 label${others}, and folds take 2 of each class; label another`
  }
  const { length } = data.at
  return folds > length ? `there are ${counted(length, "label")} for ${folds} folds` : undefined
}

/**
 * The folds to go round, decided before the training: those of `--folds`, else 5, or none where there are test items.
 * Fails with `UsageProblem` where folds were asked for that cannot be.
 */
export const planFolds = Effect.fnUntraced(
  function*(folds: Option.Option<number>, learnable: Learnable, hasTest: boolean) {
    if (Option.isNone(folds)) {
      if (hasTest) return NONE
      const usual = Math.min(USUAL, learnable.data.at.length), why = obstacle(learnable, usual)
      return (why === undefined ? { folds: usual, asked: false } : { ...NONE, why }) satisfies Plan as Plan
    }
    if (folds.value === 0) return NONE
    const why = folds.value === 1 ? "one fold leaves nothing to learn from" : obstacle(learnable, folds.value)
    if (why === undefined) return { folds: folds.value, asked: true } satisfies Plan as Plan
    return yield* new UsageProblem({
      problem: `--folds ${folds.value}: ${why}`,
      hint: "give from 2 on, or 0 for none",
      reason: "Value",
      setting: "folds",
      value: folds.value,
      expected: "a whole number from 2, or 0"
    })
  }
)

/** The plan once it is known how many seconds one training takes: what takes long is not begun unasked. */
export const affordable = (plan: Plan, seconds: number): Plan => {
  const whole = seconds * (plan.folds - 1)
  if (plan.folds === 0 || plan.asked || whole <= MOST_SECONDS) return plan
  return {
    ...NONE,
    why: `${plan.folds} folds would take about ${longTime(whole)} here; --folds ${plan.folds} takes it`
  }
}

/** Says where the vectors themselves may have been made by these labels. */
const sayTrained = Effect.fnUntraced(function*(embedding: EmbeddingAbout | undefined) {
  const folder = embedding?.saved
  if (folder === undefined) return
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  if (!(yield* Effect.orElseSucceed(fs.exists(paths.join(folder, TRAINED_ON)), () => false))) return
  yield* note(
    `note: the vectors come from ${folder}, which was trained on labels; if these were among them, the cross-validated `
      + `accuracy is too good`
  )
})

/** What is to be cross-validated, and how. */
export interface Job {
  readonly network: Network
  readonly config: TrainingConfig
  readonly seed: number
  readonly learnable: Learnable
  readonly embedding: EmbeddingAbout | undefined
}

/** How good it is on items that were held out; or why that is not known, if there is a reason to tell. */
export type HeldOut = { readonly found?: CrossValidated; readonly why?: string }

/** Goes round the folds that are affordable. A training that fails in a fold is a reason, not the end. */
export const heldOut = Effect.fn("heldOut")(function*(
  wanted: Plan,
  { config, embedding, learnable: { data }, network, seed }: Job,
  seconds: number
): Effect.fn.Return<HeldOut, never, Trainer.Trainer | FileSystem.FileSystem | Path.Path> {
  const { folds, why } = affordable(wanted, seconds), whole = seconds * (folds - 1)
  if (folds === 0) return why === undefined ? {} : { why }
  if (whole > PATIENCE) {
    yield* note(`cross-validating: ${folds} trainings more, about ${longTime(whole)}; --folds 0 leaves them out`)
  }
  yield* sayTrained(embedding)
  return yield* crossValidate(network, data, config, { seed, folds }).pipe(
    Effect.map((found): HeldOut => ({ found })),
    Effect.catch(({ message }) => Effect.succeed<HeldOut>({ why: `a training on a part failed: ${message}` }))
  )
})

/** What `training.json` says of it. */
export const aboutHeldOut = ({ found, why }: HeldOut): { readonly [key: string]: unknown } => {
  if (found === undefined) return why === undefined ? {} : { crossValidated: null, whyNotCrossValidated: why }
  const { folds, mean, standardDeviation } = found
  return { crossValidated: { mean, standardDeviation, folds } }
}

/** `training accuracy 1.000, cross-validated accuracy 0.87 ± 0.03 (5 folds)`. */
export const accuracyText = (training: number, { found, why }: HeldOut): string => {
  const start = `training accuracy ${training.toFixed(3)}`
  if (found === undefined) return why === undefined ? start : `${start}; not cross-validated: ${why}`
  const { folds, mean, standardDeviation } = found
  return `${start}, cross-validated accuracy ${mean.toFixed(2)} ± ${
    standardDeviation.toFixed(2)
  } (${folds.length} folds)`
}
