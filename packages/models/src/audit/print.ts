/**
 * What an audit found, as the contents of files.
 */
import { csvOf } from "@marginalia/datasets/files/embedding-write"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import * as Schema from "effect/Schema"
import type { LabelsAudited } from "./audit-items.ts"
import type { AuditedItem, LabelIssue } from "./issues.ts"

/** Rises when a field changes its meaning or goes away; new fields may come without. */
export const AUDIT_VERSION = 1

const Issue = Schema.Struct({
  rank: Schema.Int,
  id: Schema.String,
  position: Schema.Int,
  given: Schema.String,
  suggested: Schema.String,
  selfConfidence: Schema.Number,
  suggestedProbability: Schema.Number,
  margin: Schema.Number,
  rule: Schema.Literals(["confident", "noise-rate", "disagreement"]),
  reason: Schema.String
})

const Annotator = Schema.Struct({
  name: Schema.String,
  labels: Schema.Int,
  agreement: Schema.Number,
  weight: Schema.Number
})

const Next = Schema.Struct({
  id: Schema.String,
  position: Schema.Int,
  score: Schema.Number,
  labels: Schema.Int,
  given: Schema.NullOr(Schema.String),
  consensus: Schema.NullOr(Schema.String)
})

/** The JSON that an audit is written as, as a Schema. */
export const AuditOutput = Schema.Struct({
  auditVersion: Schema.Literal(AUDIT_VERSION),
  classes: Schema.Array(Schema.String),
  /** How many items have a label. */
  labels: Schema.Int,
  /** The share of them that the model finds most probable. */
  accuracy: Schema.Number,
  /** How many folds there were; `null` where probabilities were there already. */
  folds: Schema.NullOr(Schema.Int),
  /** The share of labels that is estimated to be wrong. */
  noise: Schema.Number,
  /** The labels that look wrong, the least probable first. */
  issues: Schema.Array(Issue),
  /** What each annotator is worth; empty where it is not known who gave a label. */
  annotators: Schema.Array(Annotator),
  /** The items that a label, or another one, is worth most for. */
  next: Schema.Array(Next)
})

/** See {@link AuditOutput}. */
export type AuditOutput = typeof AuditOutput.Type

/** What an audit found as plain data; `next` says how many of the items that a label is worth most for. */
export const auditOutput = (found: LabelsAudited, next: number): AuditOutput => ({
  auditVersion: AUDIT_VERSION,
  classes: found.classNames,
  labels: found.labels,
  accuracy: found.accuracy,
  folds: found.folds ?? null,
  noise: found.noise,
  issues: found.issues,
  annotators: found.annotators,
  next: found.items.slice(0, next).map(({ consensus = null, given = null, id, labels, position, score }) => ({
    id,
    position,
    score,
    labels,
    given,
    consensus
  }))
})

/** What an audit found as JSON, {@link auditOutput}; `next` says how many of the items that a label is worth most for. */
export const auditJson = (found: LabelsAudited, next: number): string =>
  `${JSON.stringify(Schema.encodeSync(AuditOutput)(auditOutput(found, next)), undefined, 2)}\n`

type Field<A> = readonly [title: string, cell: (of: A) => string]

const written = <A>(fields: ReadonlyArray<Field<A>>, rows: ReadonlyArray<A>, safe: boolean): string => {
  const cellOf = cellsOf(safe)
  return csvOf(fields.map(([title]) => title), rows.map((row) => fields.map(([, cell]) => cellOf(cell(row)))))
}

const number = (value: number | undefined): string => value === undefined ? "" : String(value)

const issueFields: ReadonlyArray<Field<LabelIssue>> = [
  ["rank", ({ rank }) => String(rank)],
  ["id", ({ id }) => id],
  ["position", ({ position }) => String(position)],
  ["given", ({ given }) => given],
  ["suggested", ({ suggested }) => suggested],
  ["self_confidence", ({ selfConfidence }) => String(selfConfidence)],
  ["suggested_probability", ({ suggestedProbability }) => String(suggestedProbability)],
  ["margin", ({ margin }) => String(margin)],
  ["rule", ({ rule }) => rule],
  ["reason", ({ reason }) => reason]
]

/** The labels that look wrong, a row each, the least probable first; `safe` as for every csv, by default not. */
export const auditCsv = ({ issues }: LabelsAudited, safe = false): string => written(issueFields, issues, safe)

const itemFields: ReadonlyArray<Field<AuditedItem>> = [
  ["id", ({ id }) => id],
  ["position", ({ position }) => String(position)],
  ["score", ({ score }) => String(score)],
  ["labels", ({ labels }) => String(labels)],
  ["given", ({ given }) => given ?? ""],
  ["self_confidence", ({ selfConfidence }) => number(selfConfidence)],
  ["predicted", ({ predicted }) => predicted],
  ["consensus", ({ consensus }) => consensus ?? ""],
  ["quality", ({ quality }) => number(quality)]
]

/** Every item that was judged, a row each, what is worth a label most first; `safe` as for every csv, by default not. */
export const scoresCsv = ({ items }: LabelsAudited, safe = false): string => written(itemFields, items, safe)
