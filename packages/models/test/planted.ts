/**
 * Labels made wrong on purpose, and how many of them an audit finds.
 */
import { type IssueRule, issueRules, labelIssues } from "@marginalia/core/Audit"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems } from "@marginalia/datasets/items"
import { outOfFold } from "@marginalia/models/audit"
import type { TrainingConfig } from "@marginalia/models/training"
import { network } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

/** Labels with some of them made wrong. */
export interface Planted {
  readonly labels: Int32Array
  /** The positions of those that are. */
  readonly wrong: ReadonlySet<number>
}

/** A share of the labels, drawn from a seed, made one of the other classes, each as often. */
export const plant = (labels: ArrayLike<number>, classes: number, share: number, seed: number): Planted => {
  const key = Rng.derive(Rng.fromSeed(seed), "planted"), made = Int32Array.from(labels)
  const drawn = Rng.permutation(Rng.derive(key, "which"), labels.length)
  const wrong = new Set(drawn.subarray(0, Math.round(share * labels.length)))
  for (const at of wrong) {
    const by = 1 + Math.floor((classes - 1) * Rng.uniform(Rng.derive(key, "what"), at))
    made[at] = (made[at]! + by) % classes
  }
  return { labels: made, wrong }
}

/** How well a rule finds them. */
export interface Found {
  readonly rule: IssueRule
  /** How many labels it lists. */
  readonly listed: number
  /** The share of the listed ones that are wrong. */
  readonly precision: number
  /** The share of the wrong ones that are listed. */
  readonly recall: number
}

/** Plants wrong labels, audits by a cross-validated linear classifier, and says what each rule found. */
export const auditPlanted = Effect.fnUntraced(function*(
  items: AnyItems,
  truth: ArrayLike<number>,
  classes: number,
  asked: { readonly share: number; readonly seed: number; readonly config: TrainingConfig }
) {
  const { labels, wrong } = plant(truth, classes, asked.share, asked.seed)
  const data = { items, at: Uint32Array.from(labels.keys()), labels, classes }
  const learnable = { data, classNames: Array.from({ length: classes }, (_, c) => String(c)) }
  const { probability } = yield* outOfFold(learnable, { network: network({ kind: "linear" }), config: asked.config })
  return issueRules.map((rule): Found => {
    const { issues } = labelIssues({ probability, labels, by: rule })
    const hits = issues.filter(({ position }) => wrong.has(position)).length
    return { rule, listed: issues.length, precision: hits / issues.length, recall: hits / wrong.size }
  })
})
