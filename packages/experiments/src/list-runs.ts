/**
 * `marginalia runs`: which experiments lie here, and how far they are.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { isExperiment, readExperiment, stateOf } from "@marginalia/experiments/folder"
import { takeLock } from "@marginalia/experiments/journal"
import { remarkOn } from "@marginalia/experiments/made-before"
import type { Experiment } from "@marginalia/experiments/unit"
import { roundsOf, titleOf } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { print, printData } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

/** What the command line says. */
export interface RunsInput {
  readonly folder: Option.Option<string>
  readonly format: "table" | "json"
}

/** An experiment that was found. */
export interface Listed {
  readonly folder: string
  readonly name: string
  /** The marginalia that wrote it. */
  readonly version: string
  readonly state: "finished" | "resumable" | "running"
  readonly units: { readonly done: number; readonly of: number }
  readonly rounds: { readonly done: number; readonly of: number }
  readonly preset: string | null
  readonly scaled: number | null
  /** Gaps and damages, in sentences. */
  readonly problems: ReadonlyArray<string>
}

/** Whether someone is at work there: the lock that a running experiment holds. */
const isRunning = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const path = paths.join(folder, "experiment")
  if (!(yield* Effect.orElseSucceed(fs.exists(`${path}.lock`), () => false))) return false
  const release = yield* Effect.orElseSucceed(
    Effect.try({ try: () => takeLock(path), catch: (error) => error }),
    () => undefined
  )
  release?.()
  return release === undefined
})

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)

const madeBefore = (folder: string, version: string): ReadonlyArray<string> => {
  const remark = remarkOn(version)
  return remark === undefined ? [] : [`${folder} was ${remark}`]
}

const look = Effect.fnUntraced(function*(folder: string) {
  const paths = yield* Path.Path
  const { name, preset, scaled, units, version }: Experiment = yield* readExperiment(folder)
  const states = yield* Effect.forEach(units, ({ file }) => stateOf(paths.join(folder, file)))
  const done = states.filter(({ finished }) => finished).length
  const listed: Listed = {
    folder,
    name,
    version,
    state: done === units.length ? "finished" : (yield* isRunning(folder)) ? "running" : "resumable",
    units: { done, of: units.length },
    rounds: { done: sum(states.map(({ rounds }) => rounds)), of: sum(units.map(({ unit }) => roundsOf(unit))) },
    preset,
    scaled,
    problems: [
      ...madeBefore(folder, version),
      ...states.flatMap(({ problem }, i) => problem === undefined ? [] : [`${titleOf(units[i]!.unit)}: ${problem}`])
    ]
  }
  return listed
})

/** The folder itself, where it is one, or those directly below it. */
const foldersIn = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  if (yield* isExperiment(folder)) return [folder]
  const names = yield* fs.readDirectory(folder).pipe(Effect.mapError(toFileProblem(folder)))
  return yield* Effect.filter(names.toSorted().map((name) => paths.join(folder, name)), isExperiment)
})

const rowOf = ({ folder, preset, rounds, scaled, state, units }: Listed): ReadonlyArray<string> => [
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
  const at = Option.getOrElse(folder, () => "runs")
  const found = yield* Effect.forEach(
    yield* foldersIn(at),
    (one) =>
      look(one).pipe(
        Effect.catchTag("InvalidInput", (error) => Effect.as(note(Message.text`note: ${Message.of(error)}`), undefined))
      )
  )
  const listed = found.filter((one) => one !== undefined)
  if (format === "json") return yield* printData(JSON.stringify(listed, undefined, 2))
  if (listed.length === 0) return yield* note(`no experiments in ${at}`)
  yield* print(table(headings, listed.map(rowOf)).join("\n"))
  yield* Effect.forEach(listed.flatMap(({ problems }) => problems), (problem) => note(`note: ${problem}`))
})
