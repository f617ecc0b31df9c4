/**
 * `marginalia runs`: which experiments lie here, and how far they are.
 */
import { note } from "@marginalia/core/Notices"
import { listRuns, type RunState } from "@marginalia/experiments/list-runs"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { print, printData } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

/** What the command line says. */
export interface RunsInput {
  readonly folder: Option.Option<string>
  readonly format: "table" | "json"
}

const rowOf = ({ folder, preset, rounds, scaled, state, units }: RunState): ReadonlyArray<string> => [
  folder,
  state,
  `${units.done} of ${units.of}`,
  `${rounds.done} of ${rounds.of}`,
  [preset ?? "", scaled === null ? "" : `scaled ${scaled}`].filter((text) => text !== "").join(", ")
]

const headings = [
  { title: "folder" },
  { title: "state" },
  { title: "units", align: "right" },
  { title: "rounds", align: "right" },
  { title: "preset" }
] as const

/** Lists the experiments in a folder (default `runs`). One that cannot be read is named, and is no failure. */
export const runs = Effect.fn("runs")(function*({ folder, format }: RunsInput) {
  const at = Option.getOrElse(folder, () => "runs"), listed = yield* listRuns(at)
  if (format === "json") return yield* printData(JSON.stringify(listed, undefined, 2))
  if (listed.length === 0) return yield* note(`no experiments in ${at}`)
  yield* print(table(headings, listed.map(rowOf)).join("\n"))
  yield* Effect.forEach(listed.flatMap(({ problems }) => problems), (problem) => note(`note: ${problem}`))
})
