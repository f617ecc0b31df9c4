/**
 * Probabilities of models that did not learn from the items that they judge.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { subset } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { probability as ask } from "../model/outputs.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "../train/config.ts"
import { crossValidate, type CrossValidated, fitWhole } from "../train/cross-validation.ts"
import type { Learnable } from "../train/learnable.ts"

/** What is trained, and how often. */
export interface OutOfFoldOptions {
  /** The network. */
  readonly network: Network
  /** How it is trained. */
  readonly config: TrainingConfig
  /** What folds, weights and order are drawn from. Default 0. */
  readonly seed?: number | undefined
  /** How many folds, from 2. Default 5, fewer where a class has fewer labels. */
  readonly folds?: number | undefined
  /** Whether unlabeled items are judged, too, by a model that learns from all labels: a training more. Default false. */
  readonly others?: boolean | undefined
}

/** What models say that did not learn from the items that they judge. */
export interface OutOfFold {
  /** A row an item of the pool, a column a class; zeros for items that nobody judged. */
  readonly probability: Matrix
  /** The items that were judged, ascending. */
  readonly judged: Uint32Array
  /** How right the folds were, by the labels as they were given. */
  readonly folds: CrossValidated
}

const USUAL = 5

/** The class with the fewest labels among those that have some, and how many these are. */
const rarest = ({ data }: Learnable): readonly [of: number, labels: number] => {
  const counts = new Uint32Array(data.classes)
  for (const label of data.labels) counts[label]! += 1
  let of = -1
  for (let c = 0; c < counts.length; c++) if (counts[c]! > 0 && (of < 0 || counts[c]! < counts[of]!)) of = c
  return [of, of < 0 ? 0 : counts[of]!]
}

/**
 * How many folds to go round with what is `learnable`: as many as are asked for, else 5 and fewer where a class has fewer labels, which is said. Fails with
 * `UsageProblem` for fewer than 2, and where a class has fewer labels than there are folds.
 */
export const auditFolds = Effect.fnUntraced(function*(folds: number | undefined, learnable: Learnable) {
  const [of, labels] = rarest(learnable), name = learnable.classNames[of]
  const setting = Message.setting("folds", { value: Math.max(2, labels) })
  if (labels < 2) {
    return yield* new UsageProblem({
      problem: `the class ${name} has ${counted(labels, "label")}, and what judges one has to learn from another`,
      hint: Message.text`label another, or leave it out with ${Message.setting("skip", { value: [name ?? ""] })}`,
      reason: "TooFew",
      value: labels,
      expected: 2
    })
  }
  if (folds !== undefined && folds < 2) {
    const problem = Message.text`${Message.setting("folds", { value: folds })} leaves nothing to learn from`
    const expected = "a whole number from 2"
    return yield* new UsageProblem({
      problem,
      hint: "give 2 at least",
      reason: "Value",
      setting: "folds",
      value: folds,
      expected
    })
  }
  if (folds !== undefined && folds > labels) {
    return yield* new UsageProblem({
      problem: `the class ${name} has ${counted(labels, "label")} for ${folds} folds`,
      hint: Message.text`give ${setting}, or label more`,
      reason: "TooFew",
      setting: "folds",
      value: folds,
      expected: labels
    })
  }
  if (folds === undefined && labels < USUAL) {
    yield* note(`${labels} folds, not ${USUAL}: the class ${name} has ${counted(labels, "label")}`)
  }
  return folds ?? Math.min(USUAL, labels)
})

/** The positions that have no label. */
const unlabeledOf = ({ data: { at, items } }: Learnable): Uint32Array => {
  const known = new Set(at)
  return Uint32Array.from({ length: items.rows }, (_, i) => i).filter((i) => !known.has(i))
}

const put = (to: Float32Array, positions: Uint32Array, { cols, data }: Matrix): void =>
  positions.forEach((position, row) => to.set(data.subarray(row * cols, (row + 1) * cols), position * cols))

/**
 * What models say of the labeled items (`learnable`) that did not learn from them: the training is cross-validated by stratified folds, as
 * `crossValidate` does. With `others` a model that learned from all labels judges the unlabeled ones.
 *
 * Costs a training a fold, and one more for the others. Fails with `UsageProblem` for folds that cannot be, and with
 * `TrainingError` as the `Trainer` does; reports to `Progress`.
 */
export const outOfFold = Effect.fn("outOfFold")(
  function*(learnable: Learnable, { config, folds: wanted, network, others = false, seed = 0 }: OutOfFoldOptions) {
    const { data } = learnable, count = yield* auditFolds(wanted, learnable)
    const folds = yield* crossValidate(network, data, config, { seed, folds: count })
    const all = new Float32Array(data.items.rows * data.classes)
    put(all, data.at, folds.probability)
    const rest = others ? unlabeledOf(learnable) : new Uint32Array()
    if (rest.length > 0) {
      const said = yield* Effect.scoped(Effect.gen(function*() {
        const model = yield* fitWhole(network, data, config, seed, "all labels")
        return yield* ask(model, subset(data.items, rest))
      }))
      put(all, rest, said)
    }
    const probability: Matrix = { data: all, rows: data.items.rows, cols: data.classes }
    return {
      probability,
      judged: Uint32Array.from([...data.at, ...rest]).sort(),
      folds
    } satisfies OutOfFold as OutOfFold
  }
)
