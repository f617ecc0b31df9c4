/**
 * `marginalia runs`: which experiments lie here, and how far they are.
 */
import { note } from "@marginalia/core/Notices"
import { UsageProblem } from "@marginalia/datasets/problems"
import { listRuns, type RunState } from "@marginalia/experiments/list-runs"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { print, printData } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

/** What the command line says. */
export interface RunsInput {
  readonly folder: Option.Option<string>
  readonly queue: Option.Option<string>
  readonly format: "table" | "json"
}

const rowOf = ({ folder, preset, rounds, scaled, state, stopped, units }: RunState): ReadonlyArray<string> => [
  folder,
  stopped === 0 ? state : `${state}, ${stopped} stopped early`,
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

/** A queue is no folder: both at once are a slip of the pen. */
const inQueue = Effect.fnUntraced(function*(
  address: string,
  folder: Option.Option<string>,
  format: RunsInput["format"]
) {
  if (Option.isSome(folder)) {
    return yield* new UsageProblem({
      problem: `${folder.value} is a folder, and --queue is elsewhere`,
      hint: "name one of them; to write an experiment of a queue into a folder: marginalia runs export",
      reason: "Conflict",
      settings: ["folder", "queue"]
    })
  }
  const { queuedList } = yield* Effect.promise(() => import("../queue/runs.ts"))
  yield* queuedList(address, format)
})

/** Lists the experiments in a folder (default `runs`). One that cannot be read is named, and is no failure. */
export const runs = Effect.fn("runs")(function*({ folder, format, queue }: RunsInput) {
  if (Option.isSome(queue)) return yield* inQueue(queue.value, folder, format)
  const at = Option.getOrElse(folder, () => "runs"), listed = yield* listRuns(at)
  if (format === "json") return yield* printData(JSON.stringify(listed, undefined, 2))
  if (listed.length === 0) return yield* note(`no experiments in ${at}`)
  yield* print(table(headings, listed.map(rowOf)).join("\n"))
  yield* Effect.forEach(listed.flatMap(({ problems }) => problems), (problem) => note(`note: ${problem}`))
})
