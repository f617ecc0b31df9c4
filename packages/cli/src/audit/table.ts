/**
 * Labels that look wrong as a table for people.
 */
import { counted } from "@marginalia/core/Words"
import type { LabelIssue, LabelsAudited } from "@marginalia/models/audit"
import { type Heading, table } from "../terminal/table.ts"

/** How many rows a table shows. */
const MOST = 20

const right = (title: string): Heading => ({ title, align: "right" })

const headings: ReadonlyArray<Heading> = [
  right("rank"),
  { title: "id" },
  { title: "given" },
  { title: "suggested" },
  right("self-confidence"),
  right("margin"),
  { title: "rule" }
]

const row = ({ given, id, margin, rank, rule, selfConfidence, suggested }: LabelIssue): ReadonlyArray<string> => [
  String(rank),
  id,
  given,
  suggested,
  selfConfidence.toFixed(3),
  margin.toFixed(3),
  rule
]

const annotatorsOf = ({ annotators }: LabelsAudited): ReadonlyArray<string> =>
  annotators.length === 0 ? [] : [
    "",
    ...table(
      [{ title: "annotator" }, right("labels"), right("agreement"), right("weight")],
      annotators.map(({ agreement, labels, name, weight }) => [
        name,
        String(labels),
        agreement.toFixed(3),
        weight.toFixed(3)
      ])
    )
  ]

const nextOf = ({ items }: LabelsAudited, next: number): ReadonlyArray<string> =>
  next === 0 ? [] : [
    "",
    ...table(
      [right("next"), { title: "id" }, right("score"), right("labels"), { title: "consensus" }],
      items.slice(0, next).map(({ consensus = "", id, labels, score }, i) => [
        String(i + 1),
        id,
        score.toFixed(3),
        String(labels),
        consensus
      ])
    )
  ]

/** The first issues, the annotators, and the items that a label is worth most for. */
export const toTable = (found: LabelsAudited, next: number): string => {
  const { issues } = found, rest = issues.length - MOST
  const more = rest > 0 ? [`and ${counted(rest, "more label")}: --format csv and json have them all`] : []
  const shown = issues.length === 0 ? [] : [...table(headings, issues.slice(0, MOST).map(row)), ...more]
  return [...shown, ...annotatorsOf(found), ...nextOf(found, next)].map((line) => `${line}\n`).join("")
}
