/**
 * Lists and pages for the terminal.
 */
import { Task } from "@marginalia/core"
import type { Doc, OptionDoc } from "@marginalia/strategies/describe"
import { entry, table, wrap } from "../terminal/table.ts"

const INDENT = 13

/** What a kind of part is called. */
export const nouns = { stage: "stage", score: "score", select: "selector", strategy: "strategy" } as const

const none = (names: ReadonlyArray<string>): string => names.length === 0 ? "nothing" : names.join(", ")

/** An option's default, as it is written on the command line. */
export const printDefault = (value: unknown): string => typeof value === "string" ? value : JSON.stringify(value)

const optionLines = (options: ReadonlyArray<OptionDoc>): ReadonlyArray<string> => {
  const terms = options.map((option) => `${option.name}=${printDefault(option.default)}`)
  const width = Math.max(...terms.map((term) => term.length)) + 2
  return options.flatMap(({ description }, i) => entry(terms[i]!, description, width, 100 - INDENT))
}

const field = (title: string, text: string | undefined): ReadonlyArray<string> =>
  text === undefined || text === "" ? [] : entry(title, text, INDENT)

const block = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line, i) => `${(i === 0 ? title : "").padEnd(INDENT)}${line}`.trimEnd())

const listed = (items: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  items.flatMap((item) => entry("·", item, 2, 100 - INDENT))

/** One page. */
export const pageLines = (doc: Doc): ReadonlyArray<string> => {
  const { about, adds, changes, kind, name, needs, options, scores, summary, tasks, text } = doc
  return [
    kind === "strategy" ? name : `${name} (a ${nouns[kind]})`,
    ...wrap(summary, 100),
    "",
    ...field(kind === "strategy" ? "pipeline" : "written", text),
    ...field("needs", none(needs)),
    ...field("tasks", none(tasks)),
    ...field("adds", adds.join(", ")),
    ...field("changes", changes.join(", ")),
    ...field("scores", scores.join(", ")),
    ...(options.length === 0 ? [] : block("options", optionLines(options))),
    ...field("paper", about.paper),
    ...field("equation", about.equation),
    ...field("profile", about.profile),
    ...block("deviations", listed(about.deviations)),
    ...field("cold start", about.coldStart),
    ...field("complexity", about.complexity)
  ]
}

const nameOf = (paper: string | undefined): string => /^(.*?\b\d{4}[a-z]?)\b/.exec(paper ?? "")?.[1] ?? paper ?? ""

/** A line each: name, needs, summary, and the paper by authors and year. */
export const listLines = (docs: ReadonlyArray<Doc>): ReadonlyArray<string> =>
  table(
    [{ title: "name" }, { title: "needs" }, { title: "tasks" }, { title: "summary" }, { title: "paper" }],
    docs.map(({ about, name, needs, summary, tasks }) => [
      name,
      needs.join(", "),
      tasks.length === Task.all.length ? "any" : tasks.join(", "),
      summary,
      nameOf(about.paper)
    ])
  )
