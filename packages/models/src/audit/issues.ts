/**
 * What an audit tells of labels, by id and by name: pure, from probabilities and labels.
 */
import { type ActiveLab, activeLab, type IssueRule, issueRules, labelIssues } from "@marginalia/core/Audit"
import type { Matrix } from "@marginalia/core/Matrix"

/** A label that looks wrong. */
export interface LabelIssue {
  /** 1 for what looks most wrong. */
  readonly rank: number
  /** The item. */
  readonly id: string
  /** Where it stands in the pool, from 0. */
  readonly position: number
  /** The class that it was given. */
  readonly given: string
  /** The class that it looks like. */
  readonly suggested: string
  /** What the model gives the given class: cleanlab's self-confidence. Issues are ordered by it, the lowest first. */
  readonly selfConfidence: number
  /** What the model gives the suggested class. */
  readonly suggestedProbability: number
  /** What the model gives the given class, less what it gives the likeliest other: below 0 for an issue. */
  readonly margin: number
  /** The strictest rule by which it is an issue. */
  readonly rule: IssueRule
  /** Why, in words. */
  readonly reason: string
}

/** What one annotator is worth. */
export interface AuditedAnnotator {
  /** As the file of labels has it. */
  readonly name: string
  /** How many labels this one gave. */
  readonly labels: number
  /** The share of them that is the consensus. */
  readonly agreement: number
  /** What a label of this one weighs, see `Audit.activeLab`. */
  readonly weight: number
}

/** An item as an audit sees it, whether it is labeled or not. */
export interface AuditedItem {
  /** The item. */
  readonly id: string
  /** Where it stands in the pool, from 0. */
  readonly position: number
  /** The class that it was given; undefined where none was. */
  readonly given: string | undefined
  /** What the model gives that class; undefined where none was given. */
  readonly selfConfidence: number | undefined
  /** The class that the model finds most probable. */
  readonly predicted: string
  /** How many labels it has. */
  readonly labels: number
  /** The class that annotators and model agree on; undefined where nobody gave a label. */
  readonly consensus: string | undefined
  /** How probable the consensus is; undefined where there is none. */
  readonly quality: number | undefined
  /** ActiveLab's score, from 0 to 1: the lower, the more a label, or another one, is worth. */
  readonly score: number
}

/** What is audited: all by position in the pool. */
export interface AuditFacts {
  /** The items' ids. */
  readonly ids: ReadonlyArray<string>
  /** The classes in the order of their numbers. */
  readonly classNames: ReadonlyArray<string>
  /** A row of class probabilities an item, out of fold. */
  readonly probability: Matrix
  /** The items whose probabilities count, ascending. */
  readonly judged: Uint32Array
  /** The class that each item was given, −1 for none. */
  readonly labels: Int32Array
  /** Those who gave labels, where it is known who did. */
  readonly annotators: ReadonlyArray<{ readonly name: string; readonly labels: Int32Array }>
}

const share = (p: number): string => p.toFixed(2)

/** The strictest rule by which each issue is one. */
const rulesOf = (probability: Matrix, labels: Int32Array): ReadonlyMap<number, IssueRule> =>
  new Map(
    issueRules.toReversed().flatMap((by) =>
      labelIssues({ probability, labels, by }).issues.map(({ position }) => [position, by] as const)
    )
  )

/** What the likeliest class but one is given. */
const best = ({ cols, data }: Matrix, position: number, but: number): number => {
  let most = -Infinity
  for (let c = 0; c < cols; c++) if (c !== but) most = Math.max(most, data[position * cols + c]!)
  return most
}

/** Why a label looks wrong: what a model says that did not learn from it, beside what it says of others of both classes. */
const reasonOf = (
  { given, selfConfidence, suggested, suggestedProbability }: Omit<LabelIssue, "reason" | "rank">,
  usual: number,
  looks: number
): string => {
  const own = `${given} gets ${share(selfConfidence)} here and ${share(usual)} where it was given`
  const other = Number.isNaN(looks) ? "was never given" : `${share(looks)} where it was given`
  return `${own}; ${suggested} gets ${share(suggestedProbability)} here and ${other}`
}

/** The labels that look wrong by a rule, the least probable first; ties to the smaller position. */
export const issuesOf = (
  { classNames, ids, labels, probability }: AuditFacts,
  by: IssueRule
): ReadonlyArray<LabelIssue> => {
  const rules = rulesOf(probability, labels), { issues, thresholds } = labelIssues({ probability, labels, by })
  return issues.map(({ given, position, probability: own, suggested, suggestedProbability }, i) => {
    const issue = {
      id: ids[position]!,
      position,
      given: classNames[given]!,
      suggested: classNames[suggested]!,
      selfConfidence: own,
      suggestedProbability,
      margin: own - best(probability, position, given),
      rule: rules.get(position) ?? by
    }
    return { rank: i + 1, ...issue, reason: reasonOf(issue, thresholds[given]!, thresholds[suggested]!) }
  })
}

const opinionsOf = ({ annotators, labels }: AuditFacts): ReadonlyArray<Int32Array> =>
  annotators.length === 0 ? [labels] : annotators.map((one) => one.labels)

const annotatorsOf = ({ annotators }: AuditFacts, { annotatorWeight, consensus }: ActiveLab) =>
  annotators.map(({ labels, name }, a): AuditedAnnotator => {
    const given = Array.from(labels.keys()).filter((i) => labels[i]! >= 0)
    const equal = given.filter((i) => labels[i] === consensus[i]).length
    return { name, labels: given.length, agreement: equal / given.length, weight: annotatorWeight[a]! }
  })

const argmax = ({ cols, data }: Matrix, position: number): number => {
  let most = 0
  for (let c = 1; c < cols; c++) if (data[position * cols + c]! > data[position * cols + most]!) most = c
  return most
}

/** What ActiveLab says of annotators and items, from what is audited (`facts`): those judged, what is worth a label most first; ties to the smaller position. */
export const opinionsAudit = (facts: AuditFacts): {
  readonly annotators: ReadonlyArray<AuditedAnnotator>
  readonly items: ReadonlyArray<AuditedItem>
} => {
  const { classNames, ids, judged, labels, probability } = facts, opinions = opinionsOf(facts)
  const said = activeLab({ probability, labels: opinions }), counts = new Set(judged)
  const items = Array.from(said.order).filter((position) => counts.has(position)).map((position): AuditedItem => {
    const given = labels[position]!, consensus = said.consensus[position]!
    return {
      id: ids[position]!,
      position,
      given: classNames[given],
      selfConfidence: given < 0 ? undefined : probability.data[position * probability.cols + given]!,
      predicted: classNames[argmax(probability, position)]!,
      labels: opinions.filter((list) => list[position]! >= 0).length,
      consensus: classNames[consensus],
      quality: consensus < 0 ? undefined : said.quality[position]!,
      score: said.scores[position]!
    }
  })
  return { annotators: annotatorsOf(facts, said), items }
}
