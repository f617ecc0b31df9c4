/**
 * A person, a model, or a model whose labels a person checks where it matters: what comes of each, at equal cost.
 */
import { activeLab, labelIssues } from "@marginalia/core/Audit"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems } from "@marginalia/datasets/items"
import { outOfFold } from "@marginalia/models/audit"
import { type Network, outputs, Trainer, type TrainingConfig } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { type Annotators, type Bought, check, modelOnly, personOnly } from "./spend.ts"

/** How the money is spent. */
export type Policy =
  /** All on a person's labels of items drawn at random. */
  | "person"
  /** All on the model's labels of items drawn at random, the whole pool where it suffices. */
  | "model"
  /** The model labels, and the rest goes into a person's checks of items drawn at random. */
  | "checked at random"
  /** … of the labels that an audit finds most likely wrong, by what it says once. */
  | "checked by audit"
  /**
   * … in the order of ActiveLab, which is asked anew in portions, with what the person said so far; labels that nobody checked are
   * its consensus.
   */
  | "checked by ActiveLab"

/** All of them, in the order of a comparison. */
export const policies: ReadonlyArray<Policy> = [
  "person",
  "model",
  "checked at random",
  "checked by audit",
  "checked by ActiveLab"
]

/** What is compared. */
export interface Comparing extends Annotators {
  /** The items of the pool. */
  readonly items: AnyItems
  /** Items that nobody labels, with their true classes. */
  readonly test: { readonly items: AnyItems; readonly labels: ArrayLike<number> }
  /** How many classes there are. */
  readonly classes: number
  /** What all labels of a policy may cost. */
  readonly budget: number
  /** What learns from the labels, and judges them. */
  readonly network: Network
  /**
   * How it is trained, by the number of labels: with as many epochs for few labels as for many, it would take fewer steps, and
   * learn less than they say.
   */
  readonly config: (labels: number) => TrainingConfig
  /** What items, folds and weights are drawn from. */
  readonly seed: number
  /** How many folds an audit has. Default 5, fewer where a class has fewer labels. */
  readonly folds?: number
  /** In how many portions ActiveLab is asked. Default 4. */
  readonly portions?: number
}

/** What came of a policy. */
export interface Compared {
  readonly policy: Policy
  /** How many items have a label. */
  readonly labels: number
  /** How many of them the person was asked about. */
  readonly asked: number
  /** The share of the labels that are what the person says. */
  readonly right: number
  readonly cost: number
  /** The accuracy, on the test items, of a classifier that learned from the labels. */
  readonly accuracy: number
}

/** The labels that there are, for a training. */
const learnableOf = ({ classes, items }: Comparing, labels: Int32Array) => {
  const at = Uint32Array.from(labels.keys()).filter((position) => labels[position]! >= 0)
  const data = { items, at, labels: Int32Array.from(at, (position) => labels[position]!), classes }
  return { data, classNames: Array.from({ length: classes }, (_, c) => String(c)) }
}

const judged = (comparing: Comparing, { labels }: Bought) => {
  const { config, folds, network, seed } = comparing
  const learnable = learnableOf(comparing, labels)
  return Effect.map(
    outOfFold(learnable, { network, config: config(learnable.data.at.length), seed, folds, others: true }),
    ({ probability }) => probability
  )
}

/** Items without a label first, as there is none to be wrong; then what looks wrong, the surest first; then the rest likewise. */
const auditOrder = (probability: Matrix, labels: Int32Array): ReadonlyArray<number> => {
  const { issues } = labelIssues({ probability, labels }), found = issues.map(({ position }) => position)
  const listed = new Set(found), { cols, data } = probability
  const sure = (position: number) => labels[position]! < 0 ? -1 : data[position * cols + labels[position]!]!
  const rest = Array.from(labels.keys()).filter((position) => !listed.has(position))
  const [none, some] = [rest.filter((at) => labels[at]! < 0), rest.filter((at) => labels[at]! >= 0)]
  return [...none, ...found, ...some.sort((a, b) => sure(a) - sure(b) || a - b)]
}

/** The person's labels, and for the rest the consensus. */
const agreed = (found: Bought, consensus: Int32Array): Bought => ({
  ...found,
  labels: Int32Array.from(found.checked, (label, i) => label >= 0 ? label : consensus[i]!)
})

/** Checks in portions, each in the order of ActiveLab after the ones before. */
const byActiveLab = Effect.fnUntraced(function*(comparing: Comparing, model: Bought) {
  const { budget, cost, portions = 4 } = comparing
  const all = Math.floor((budget - model.cost) / cost.person + 1e-9), portion = Math.max(1, Math.ceil(all / portions))
  let found = model
  for (let left = Math.min(all, model.labels.length); left > 0; left -= portion) {
    const probability = yield* judged(comparing, found)
    const { consensus, order } = activeLab({ probability, labels: [model.labels, found.checked] })
    found = agreed(check(comparing, found, order, budget, Math.min(portion, left)), consensus)
  }
  return found
})

const buy = Effect.fnUntraced(function*(comparing: Comparing, policy: Policy) {
  const { budget, model, seed } = comparing
  const drawn = Rng.permutation(Rng.derive(Rng.fromSeed(seed), "annotation"), model.length)
  if (policy === "person") return personOnly(comparing, drawn, budget)
  const labeled = modelOnly(comparing, drawn, budget)
  switch (policy) {
    case "model":
      return labeled
    case "checked at random":
      return check(comparing, labeled, drawn, budget)
    case "checked by audit": {
      const probability = yield* judged(comparing, labeled)
      return check(comparing, labeled, auditOrder(probability, labeled.labels), budget)
    }
    case "checked by ActiveLab":
      return yield* byActiveLab(comparing, labeled)
  }
})

const share = (values: ReadonlyArray<boolean>): number => values.filter((is) => is).length / values.length

/** The accuracy on the test items of what learns from the labels. */
const learned = Effect.fnUntraced(function*(comparing: Comparing, labels: Int32Array) {
  const { config, network, seed, test } = comparing, { fit } = yield* Trainer.Trainer
  const { data } = learnableOf(comparing, labels)
  const model = yield* fit(network, data, config(data.at.length), { seed })
  const predicted = outputs.classes(yield* outputs.probability(model, test.items))
  return share(Array.from(test.labels, (label, i) => predicted[i] === label))
}, Effect.scoped)

/**
 * What each policy of {@link policies} comes to, in their order, with the same money: how many labels it buys, how many of them are
 * right, and how right a classifier is that learns from them. The same answer for the same seed.
 *
 * Costs a training a policy, one more a fold for the audit, and as many a portion for ActiveLab. `comparing` says who
 * annotates which items, and at which price. Fails with `UsageProblem` where a class has fewer labels than an audit has folds, and
 * with `TrainingError`.
 */
export const compareAtCost = Effect.fn("compareAtCost")(function*(comparing: Comparing) {
  return yield* Effect.forEach(policies, (policy) =>
    Effect.gen(function*() {
      const { checked, cost, labels } = yield* buy(comparing, policy)
      const some = Array.from(labels.keys()).filter((position) => labels[position]! >= 0)
      return {
        policy,
        labels: some.length,
        asked: checked.filter((label) => label >= 0).length,
        right: share(some.map((position) => labels[position] === comparing.person[position])),
        cost,
        accuracy: yield* learned(comparing, labels)
      } satisfies Compared as Compared
    }))
})
