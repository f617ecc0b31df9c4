/** Which experiments lie in a folder, and how far they are. Tested in packages/cli/test/run.test.ts and fork.test.ts. */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { isExperiment, readExperiment, stateOf } from "./folder.ts"
import { takeLock } from "./journal.ts"
import { remarkOn } from "./made-before.ts"
import { roundsOf, titleOf } from "./unit.ts"

/** An experiment that was found. */
export interface RunState {
  /** Where it lies. */
  readonly folder: string
  /** What it is called. */
  readonly name: string
  /** The marginalia that wrote it. */
  readonly version: string
  /** `running` where somebody is at work there now; `resumable` where somebody was, and some units are not done. */
  readonly state: "finished" | "resumable" | "running"
  /** How many units are done. */
  readonly units: { readonly done: number; readonly of: number }
  /** How many of these a criterion ended before their last round. */
  readonly stopped: number
  /** How many rounds of all units are done. */
  readonly rounds: { readonly done: number; readonly of: number }
  /** The preset that it was made from; `null` for none. */
  readonly preset: string | null
  /** By how much it was scaled down; `null` for not at all. */
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

/**
 * How far the experiment in `folder` is, from its journals; nothing there is changed. Fails with `InvalidInput` where it cannot be
 * read, and with `FileProblem`.
 */
export const runState = Effect.fn("runState")(function*(folder: string) {
  const paths = yield* Path.Path
  const { name, preset, scaled, units, version } = yield* readExperiment(folder)
  const states = yield* Effect.forEach(units, ({ file }) => stateOf(paths.join(folder, file)))
  const done = states.filter(({ finished }) => finished).length
  const found: RunState = {
    folder,
    name,
    version,
    state: done === units.length ? "finished" : (yield* isRunning(folder)) ? "running" : "resumable",
    units: { done, of: units.length },
    stopped: states.filter(({ stopped }) => stopped !== undefined).length,
    rounds: { done: sum(states.map(({ rounds }) => rounds)), of: sum(units.map(({ unit }) => roundsOf(unit))) },
    preset,
    scaled,
    problems: [
      ...madeBefore(folder, version),
      ...states.flatMap(({ problem }, i) => problem === undefined ? [] : [`${titleOf(units[i]!.unit)}: ${problem}`])
    ]
  }
  return found
})

/** The folder itself, where it is one, or those directly below it. */
const foldersIn = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  if (yield* isExperiment(folder)) return [folder]
  const names = yield* fs.readDirectory(folder).pipe(Effect.mapError(toFileProblem(folder)))
  return yield* Effect.filter(names.toSorted().map((name) => paths.join(folder, name)), isExperiment)
})

/**
 * The experiments that lie directly in `folder`, by name, or the one that it is, each with how far it is. One that cannot be read
 * is said to `Notices` and left out. Fails with `FileProblem` where there is no such folder.
 */
export const listRuns = Effect.fn("listRuns")(function*(folder: string) {
  const found = yield* Effect.forEach(
    yield* foldersIn(folder),
    (one) =>
      runState(one).pipe(
        Effect.catchTag("InvalidInput", (error) => Effect.as(note(Message.text`note: ${Message.of(error)}`), undefined))
      )
  )
  return found.filter((one) => one !== undefined)
})
