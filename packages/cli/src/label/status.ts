/**
 * `marginalia label status`: what a project has.
 */
import { counted, grouped } from "@marginalia/core/Words"
import { type ProjectStatus, readStatus } from "@marginalia/studio/view/status"
import * as Effect from "effect/Effect"
import { print, printData } from "../terminal/print.ts"
import { entry, table } from "../terminal/table.ts"
import type { StatusInput } from "./flags.ts"

/** The version of the JSON form. */
const VERSION = 1

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

const interval = (
  { high, low, value }: { readonly value: number; readonly low: number; readonly high: number }
): string => `${percent(value)} (${percent(low)} to ${percent(high)})`

const countsLine = ({ counts, heldOut, items }: ProjectStatus): string => {
  const { bad, cannotTell, conflict, labeled, open, skipped } = counts
  const more = ([["skipped", skipped], ["cannot tell", cannotTell], ["bad", bad], ["in conflict", conflict]] as const)
    .flatMap(([word, count]) => count === 0 ? [] : [`${count} ${word}`])
  return [`${labeled} of ${items} labeled`, ...more, `${open} open`, `${heldOut} held out to measure`].join(", ")
}

const measuredLine = ({ measured: { accuracy, balancedAccuracy, items } }: ProjectStatus): string => {
  if (accuracy === null) return items === 0 ? "nothing held out is labeled yet" : "there is no model yet"
  const balanced = balancedAccuracy === null ? "" : `; balanced ${interval(balancedAccuracy)}`
  return `${interval(accuracy)} on ${counted(items, "held-out item")}${balanced}`
}

const agreementLine = ({ agreement }: ProjectStatus): string => {
  if (agreement === null) return "no item has labels of several people"
  const { alpha, items, kappa } = agreement
  const measures = [["kappa", kappa] as const, ["alpha", alpha] as const].flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value.toFixed(2)}`]
  )
  return `${measures.join(", ") || "cannot be said: only one class was given"} on ${counted(items, "item")}`
}

const strategyLine = ({ encoder, models, sample, strategy }: ProjectStatus): string => {
  const of = sample === null ? "" : `; the order is that of ${grouped(sample)} items, drawn at random`
  return `${strategy}, on ${encoder}; ${counted(models, "model")} so far${of}`
}

const forecastLine = ({ outlook: { forecast, missing } }: ProjectStatus): string =>
  forecast.length === 0
    ? missing ?? "there is none"
    : forecast.map(({ accuracy, labels }) => `${interval(accuracy)} at ${labels} labels`).join("; ")

const stopLine = ({ outlook: { reasons, stop } }: ProjectStatus): string =>
  `${stop ? "hardly" : "yes"}${reasons.length === 0 ? "" : `: ${reasons.map(({ says }) => says).join("; ")}`}`

/** What a project has, for people. */
export const statusText = (view: ProjectStatus): string => {
  const facts: ReadonlyArray<readonly [string, string]> = [
    ["items", countsLine(view)],
    ["people", view.people.map(({ answers, who }) => `${who} (${answers})`).join(", ") || "nobody yet"],
    ["strategy", strategyLine(view)],
    ["accuracy", measuredLine(view)],
    ["agreement", agreementLine(view)],
    ["forecast", forecastLine(view)],
    ["worth going on", stopLine(view)]
  ]
  const classes = view.classes.length === 0 ? [] : [
    "",
    ...table(
      [{ title: "class" }, { title: "labels", align: "right" }, { title: "held out", align: "right" }],
      view.classes.map(({ heldOut, labels, name }) => [name, String(labels), String(heldOut)])
    )
  ]
  return [...facts.flatMap(([term, text]) => entry(term, text, 16)), ...classes].join("\n")
}

/** Prints what a project has. */
export const status = Effect.fn("label.status")(function*({ folder, json }: StatusInput) {
  const view = yield* readStatus(folder)
  yield* json ? printData(JSON.stringify({ version: VERSION, ...view }, null, 2)) : print(statusText(view))
})
