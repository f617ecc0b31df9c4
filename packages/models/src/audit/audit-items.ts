/**
 * Labels that look wrong, from items and labels to a list with reasons. Tested in packages/cli/test/audit.test.ts.
 */
import type { IssueRule } from "@marginalia/core/Audit"
import { labelIssues } from "@marginalia/core/Audit"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import type { Learnable } from "../train/learnable.ts"
import { type Given, type GivenOptions, readGiven } from "./given.ts"
import {
  type AuditedAnnotator,
  type AuditedItem,
  type AuditFacts,
  issuesOf,
  type LabelIssue,
  opinionsAudit
} from "./issues.ts"
import { outOfFold, type OutOfFoldOptions } from "./out-of-fold.ts"
import { type Stated, statedProbability } from "./stated.ts"

/** What is audited, and by which probabilities. */
export interface AuditOptions extends GivenOptions {
  /** Which probabilities: some that are there, or those of trainings that leave out what they judge, the usual ones. */
  readonly by: Stated | ({ readonly _tag: "CrossValidation" } & Omit<OutOfFoldOptions, "others">)
  /** Which labels are issues, see `Audit.labelIssues`. Default `disagreement`, all that the model contradicts. */
  readonly rule?: IssueRule | undefined
  /** Whether unlabeled items are judged, too, so that ActiveLab can say which label is worth most. Default false. */
  readonly others?: boolean | undefined
}

/** What an audit found. */
export interface LabelsAudited {
  /** The classes in the order of their numbers. */
  readonly classNames: ReadonlyArray<string>
  /** How many items have a label. */
  readonly labels: number
  /** The share of labels that the model finds most probable. */
  readonly accuracy: number
  /** How many folds there were; undefined where probabilities were there already. */
  readonly folds: number | undefined
  /** The share of labels that is estimated to be wrong: what the joint of given and true classes has off its diagonal. */
  readonly noise: number
  /** The labels that look wrong, what the model gives least first; ties to the smaller position. */
  readonly issues: ReadonlyArray<LabelIssue>
  /** What each annotator is worth; empty where it is not known who gave a label. */
  readonly annotators: ReadonlyArray<AuditedAnnotator>
  /** The items that were judged, what is worth a label, or another one, most first; ties to the smaller position. */
  readonly items: ReadonlyArray<AuditedItem>
}

/** The share of the joint that is off its diagonal. */
const offDiagonal = (joint: Float64Array, classes: number): number =>
  joint.reduce((sum, share, i) => i % (classes + 1) === 0 ? sum : sum + share, 0)

const factsOf = (
  found: FoundItems,
  { annotators, learnable: { classNames, data } }: Given,
  { judged, probability }: Pick<AuditFacts, "judged" | "probability">
): AuditFacts => {
  const labels = new Int32Array(found.ids.length).fill(-1)
  data.at.forEach((position, i) => labels[position] = data.labels[i]!)
  return { ids: found.ids, classNames, probability, judged, labels, annotators }
}

const audited = (facts: AuditFacts, rule: IssueRule, folds: number | undefined): LabelsAudited => {
  const { classNames, labels, probability } = facts, count = labels.filter((label) => label >= 0).length
  const { joint } = labelIssues({ probability, labels })
  const wrong = labelIssues({ probability, labels, by: "disagreement" }).issues.length
  return {
    classNames,
    labels: count,
    accuracy: 1 - wrong / count,
    folds,
    noise: offDiagonal(joint, classNames.length),
    issues: issuesOf(facts, rule),
    ...opinionsAudit(facts)
  }
}

const allOf = ({ data }: Learnable): Uint32Array => Uint32Array.from({ length: data.items.rows }, (_, i) => i)

/**
 * Which labels of the items that were `found` look wrong, with reasons; which annotators are worth most, and which items another
 * label is worth most for.
 *
 * By cross-validation every label is judged by a training that did not learn from it. Probabilities that are given count as they
 * are; so do those of a round folder and a model, with a note that what a model learned from looks right to it. With `annotators`
 * and no `labels` the labels are what most annotators say.
 *
 * The `options` say which labels are audited, and by which probabilities. Fails with `UsageProblem` for folds that cannot be and
 * classes that do not fit, with `InvalidInput` and `FileProblem` for files that hold something else or cannot be read, with
 * `ModelFileError` and `OutputUnavailable` for a model, and with `TrainingError` for a training.
 */
export const auditItems = Effect.fn("auditItems")(function*(found: FoundItems, options: AuditOptions) {
  const { by, others = false, rule = "disagreement" } = options
  if (by._tag !== "CrossValidation") {
    const { names, probability, stated } = yield* statedProbability(found, by)
    const given = yield* readGiven(found, options, { probability: { count: probability.cols, names }, stated })
    const judged = others ? allOf(given.learnable) : given.learnable.data.at.toSorted()
    return audited(factsOf(found, given, { probability, judged }), rule, undefined)
  }
  const given = yield* readGiven(found, options, undefined)
  const { folds, judged, probability } = yield* outOfFold(given.learnable, { ...by, others })
  return audited(factsOf(found, given, { probability, judged }), rule, folds.folds.length)
})
