/** How good a model is on items that it was not trained on, where there are no test items: cross-validated, or why not. */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted, longTime } from "@marginalia/core/Words"
import type { EmbeddingAbout } from "@marginalia/datasets/files/embedding-about"
import { lonely } from "@marginalia/datasets/folds"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { TRAINED_ON } from "../model/folder.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "./config.ts"
import { crossValidate, type CrossValidated } from "./cross-validation.ts"
import type { Learnable } from "./learnable.ts"
import type { Trainer } from "./Trainer.ts"

/** Folds where none are asked for. */
const USUAL = 5

/** So long cross-validation may take where none was asked for. */
const MOST_SECONDS = 300

/** So long it may take without a word beforehand. */
const PATIENCE = 5

/** How many folds to go round, 0 for none; whether a person named the number; and why there are none, where that is to be told. */
export interface FoldPlan {
  /** How many; 0 for none. */
  readonly folds: number
  /** Whether a person named the number. By default of the library not: what takes long is not begun then. */
  readonly asked: boolean
  /** Why there are none. Default: none are wanted. */
  readonly why?: Message.Message
}

const NONE: FoldPlan = { folds: 0, asked: false }

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
 * How many folds to go round with what is `learnable`, decided before the training: `folds`, where they are given, 0 for none; by
 * default 5, fewer where there are fewer labels, and none where there is a test part (`hasTest`) or a class has a single label.
 * Fails with `UsageProblem` where folds were asked for that cannot be.
 */
export const planFolds = Effect.fnUntraced(
  function*(folds: number | undefined, learnable: Learnable, hasTest: boolean) {
    if (folds === undefined) {
      if (hasTest) return NONE
      const usual = Math.min(USUAL, learnable.data.at.length), why = obstacle(learnable, usual)
      return (why === undefined ? { folds: usual, asked: false } : { ...NONE, why }) satisfies FoldPlan as FoldPlan
    }
    if (folds === 0) return NONE
    const why = folds === 1 ? "one fold leaves nothing to learn from" : obstacle(learnable, folds)
    if (why === undefined) return { folds, asked: true } satisfies FoldPlan as FoldPlan
    const problem = Message.text`${Message.setting("folds", { value: folds })}: ${why}`
    return yield* new UsageProblem({
      problem,
      hint: "give from 2 on, or 0 for none",
      reason: "Value",
      setting: "folds",
      value: folds,
      expected: "a whole number from 2, or 0"
    })
  }
)

/** The `plan` once it is known how many `seconds` one training takes: what takes over five minutes is not begun unasked. */
export const affordable = (plan: FoldPlan, seconds: number): FoldPlan => {
  const whole = seconds * (plan.folds - 1)
  if (plan.folds === 0 || plan.asked || whole <= MOST_SECONDS) return plan
  const would = `${plan.folds} folds would take about ${longTime(whole)} here`
  return { ...NONE, why: Message.text`${would}; ${Message.setting("folds", { value: plan.folds })} takes it` }
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
export interface HeldOutJob {
  readonly network: Network
  readonly config: TrainingConfig
  readonly seed: number
  readonly learnable: Learnable
  /** What the vectors were made by, where that is known. */
  readonly embedding: EmbeddingAbout | undefined
}

/** How good it is on items that were held out (`found`); or `why` that is not known, if there is a reason to tell. */
export type HeldOut = { readonly found?: CrossValidated; readonly why?: Message.Message }

/** Goes round the folds that are affordable. A training that fails in a fold is a reason, not the end. */
export const heldOut = Effect.fn("heldOut")(function*(
  wanted: FoldPlan,
  { config, embedding, learnable: { data }, network, seed }: HeldOutJob,
  seconds: number
): Effect.fn.Return<HeldOut, never, Trainer | FileSystem.FileSystem | Path.Path> {
  const { folds, why } = affordable(wanted, seconds), whole = seconds * (folds - 1)
  if (folds === 0) return why === undefined ? {} : { why }
  if (whole > PATIENCE) {
    const without = Message.text`${Message.setting("folds", { value: 0 })} leaves them out`
    yield* note(Message.text`cross-validating: ${folds} trainings more, about ${longTime(whole)}; ${without}`)
  }
  yield* sayTrained(embedding)
  return yield* crossValidate(network, data, config, { seed, folds }).pipe(
    Effect.map((found): HeldOut => ({ found })),
    Effect.catch(({ message }) => Effect.succeed<HeldOut>({ why: `a training on a part failed: ${message}` }))
  )
})

/** What `training.json` says of it. */
export const aboutHeldOut = ({ found, why }: HeldOut): { readonly [key: string]: unknown } => {
  if (found === undefined) {
    return why === undefined ? {} : { crossValidated: null, whyNotCrossValidated: Message.toCode(why) }
  }
  const { folds, mean, standardDeviation } = found
  return { crossValidated: { mean, standardDeviation, folds } }
}

/**
 * How right a model is, in words: its `training` accuracy, and that on what was held out, or why there is none, where that is to
 * be told: `training accuracy 1.000, cross-validated accuracy 0.87 ± 0.03 (5 folds)`.
 */
export const accuracyText = (training: number, { found, why }: HeldOut): Message.Message => {
  const start = `training accuracy ${training.toFixed(3)}`
  if (found === undefined) return why === undefined ? start : Message.text`${start}; not cross-validated: ${why}`
  const { folds, mean, standardDeviation } = found
  return `${start}, cross-validated accuracy ${mean.toFixed(2)} ± ${
    standardDeviation.toFixed(2)
  } (${folds.length} folds)`
}
