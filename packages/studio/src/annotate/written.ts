/**
 * What a model said of items, as tables and in words.
 */
import * as Quote from "@marginalia/core/Quote"
import { counted, grouped } from "@marginalia/core/Words"
import { csvCell } from "@marginalia/datasets/files/csv-cell"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import type { Annotated, Estimate } from "@marginalia/experiments/annotator/annotate"
import type { Usage } from "@marginalia/experiments/annotator/annotator"
import { money } from "@marginalia/experiments/annotator/problem"

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>, safe: boolean): string => {
  const cell = cellsOf(safe)
  return [head, ...rows].map((row) => `${row.map((text) => csvCell(cell(text))).join(",")}\n`).join("")
}

/**
 * Labels as csv with the columns `id`, `label`, `annotator` and `probability` (blank where it is not known), by position:
 * `marginalia audit` and `marginalia label import` read it. `safe`: cells that a spreadsheet would run are made harmless.
 */
export const labelsCsv = ({ answers }: Annotated, safe: boolean): string =>
  table(
    ["id", "label", "annotator", "probability"],
    [...answers.values()].flatMap(({ annotator, id, outcome }) =>
      outcome._tag === "Label"
        ? [[id, outcome.label, annotator, outcome.probability === null ? "" : String(outcome.probability)]]
        : []
    ),
    safe
  )

/** Items without a label as csv with the columns `id`, `why` and `said`, by position: declined, and those that cannot be shown. */
export const declinedCsv = ({ answers, unshown }: Annotated, ids: ReadonlyArray<string>, safe: boolean): string => {
  const declined = [...answers].flatMap(([position, { id, outcome }]) =>
    outcome._tag === "Declined" ? [{ position, row: [id, outcome.why, outcome.said] }] : []
  )
  const hidden = unshown.map(({ position, problem }) => ({ position, row: [ids[position]!, "not shown", problem] }))
  const rows = [...declined, ...hidden].sort((a, b) => a.position - b.position).map(({ row }) => row)
  return table(["id", "why", "said"], rows, safe)
}

const tokens = ({ input, output }: Usage): string =>
  input + output === 0 ? "" : `, ${grouped(Math.round(input))} tokens in and ${grouped(Math.round(output))} out`

const took = (requests: number, usage: Usage): string =>
  `${counted(requests, "request")}${tokens(usage)}${usage.cost === 0 ? "" : `, cost ${money(usage.cost)}`}`

const declinedOf = ({ answers }: Annotated): ReadonlyArray<string> => {
  const declined = [...answers.values()].flatMap(({ id, outcome }) =>
    outcome._tag === "Declined" ? [{ id, outcome }] : []
  )
  if (declined.length === 0) return []
  const by = [...Map.groupBy(declined, ({ outcome }) => outcome.why)].map(([why, { length }]) => `${length} ${why}`)
  const [{ id, outcome }] = declined as [(typeof declined)[number]]
  const said = outcome.said === "" ? "nothing" : Quote.value(outcome.said)
  return [
    `${counted(declined.length, "item")} declined, no labels: ${by.sort().join(", ")}; of ${
      Quote.value(id)
    } it said ${said}`
  ]
}

/** What came of asking, a line each: labels, what was declined, left out, strange or not shown, and what it took. */
export const toldOf = (found: Annotated, name: string): ReadonlyArray<string> => {
  const { answers, missing, requests, reused, strangers, unshown, usage } = found
  const labels = [...answers.values()].filter(({ outcome }) => outcome._tag === "Label").length
  const before = reused === 0 ? "" : `, ${counted(reused, "answer")} from before`
  const [first] = unshown
  return [
    `${name}: ${counted(labels, "label")} of ${counted(answers.size + missing + unshown.length, "item")}${before}; ${
      took(requests, usage)
    }`,
    ...declinedOf(found),
    ...(missing === 0 ? [] : [`${counted(missing, "item")} had no answer; the same command asks again`]),
    ...(strangers === 0 ? [] : [`${counted(strangers, "answer")} about items that were not asked about, left out`]),
    ...(first === undefined ? [] : [`${counted(unshown.length, "item")} cannot be shown: ${first.problem}`])
  ]
}

/** What asking is expected to take, a pair each of what and how much. */
export const expectedOf = (
  { items, requests, reused, unshown, usage }: Estimate,
  name: string
): ReadonlyArray<readonly [what: string, much: string]> => [
  ["asks", name],
  ["items", `${grouped(items)}${reused === 0 ? "" : `, and ${grouped(reused)} answered before`}`],
  ...(unshown === 0 ? [] : [["not shown", grouped(unshown)] as const]),
  ["requests", grouped(requests)],
  ...(usage.input + usage.output === 0
    ? []
    : [["tokens", `about ${grouped(usage.input)} in, ${grouped(usage.output)} out`] as const]),
  ["cost", usage.cost === 0 ? "nothing, as no price is given" : `about ${money(usage.cost)}`]
]
