/**
 * `marginalia runs --queue`, `runs export` and `runs prune`: what is in a queue.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted, longTime } from "@marginalia/core/Words"
import {
  exportRun,
  findRun,
  type Machine,
  machines,
  openQueue,
  prune as pruneQueue,
  Queue,
  type QueuedRun,
  queuedRuns
} from "@marginalia/distributed"
import { titleOf } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import { asFlag } from "../render.ts"
import { print, printData } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

/** Does something with the queue at an address, which is only read unless `writing`. */
export const withQueue = <A, E, R>(address: string, writing: boolean, effect: Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.flatMap(openQueue(address, writing), (queue) => Effect.provideService(effect, Queue, queue))
  )

const runHeadings = [
  { title: "name" },
  { title: "id" },
  { title: "state" },
  { title: "units", align: "right" },
  { title: "failed", align: "right" },
  { title: "rounds", align: "right" },
  { title: "exported" }
] as const

const runRow = ({ exported, id, name, rounds, state, units }: QueuedRun): ReadonlyArray<string> => [
  name,
  id.slice(0, 8),
  state,
  `${units.done} of ${units.of}`,
  String(units.failed),
  `${rounds.done} of ${rounds.of}`,
  exported?.slice(0, 16).replace("T", " ") ?? ""
]

const machineHeadings = [
  { title: "machine" },
  { title: "version" },
  { title: "units", align: "right" },
  { title: "heard" },
  { title: "note" }
] as const

/** A worker is heard every 5 seconds; after this many its units are another's. */
const SILENT = 20

const machineRow = ({ name, note: text, running, silent, slots, version }: Machine): ReadonlyArray<string> => [
  name,
  version,
  `${running} of ${slots}`,
  silent < SILENT ? "now" : `${longTime(silent)} ago, lost`,
  text ?? ""
]

/** The units that failed, at most so many of each experiment. */
const MOST_FAILURES = 10

const failureLines = ({ failures, name }: QueuedRun): ReadonlyArray<string> => {
  const lines = failures.slice(0, MOST_FAILURES).map(({ machine, problem, unit }) =>
    `${name}: ${titleOf(unit)} failed on ${machine ?? "no machine"}: ${Message.render(problem, asFlag)}`
  )
  const more = failures.length - lines.length
  return more > 0 ? [...lines, `${name}: and ${more} more failed`] : lines
}

/** Lists the experiments in a queue, the machines that work for it, and why units failed. */
export const queuedList = Effect.fn("queuedList")(function*(address: string, format: "table" | "json") {
  const [runs, workers] = yield* withQueue(address, false, Effect.all([queuedRuns(), machines()]))
  if (format === "json") return yield* printData(JSON.stringify({ runs, machines: workers }, undefined, 2))
  if (runs.length === 0) yield* note("no experiments in the queue")
  else yield* print(table(runHeadings, runs.map(runRow)).join("\n"))
  if (workers.length > 0) yield* print(`\n${table(machineHeadings, workers.map(machineRow)).join("\n")}`)
  else yield* note("no machine works for the queue")
  yield* Effect.forEach(runs.flatMap(failureLines), (line) => note(`note: ${line}`))
})

/** What the command line says. */
export interface ExportInput {
  readonly name: string
  readonly queue: string
  readonly out: string
  readonly quiet: boolean
}

/** Writes an experiment of a queue into a folder; prints the folder. */
export const exporting = Effect.fn("runs.export")(function*({ name, out, queue }: ExportInput) {
  const work = Effect.flatMap(findRun(name), ({ id }) => exportRun(id, out))
  const { experiment, whole } = yield* withQueue(queue, true, work)
  yield* note(
    `${counted(experiment.units.length, "unit")}${whole ? "" : ", not all at their end: export again for the rest"}`
  )
  yield* print(out)
})

/** What the command line says. */
export interface PruneInput {
  readonly queue: string
  readonly older: number
  readonly unexported: boolean
  readonly quiet: boolean
}

/** Removes old experiments from a queue; prints their names. */
export const pruning = Effect.fn("runs.prune")(function*({ older, queue, unexported }: PruneInput) {
  const { kept, removed } = yield* withQueue(queue, true, pruneQueue({ age: older * 86_400_000, unexported }))
  if (kept.length > 0) {
    yield* note(`kept, since they were never exported: ${kept.join(", ")}; export them, or pass --unexported`)
  }
  if (removed.length === 0) return yield* note("nothing is removed")
  yield* print(removed.join("\n"))
})
