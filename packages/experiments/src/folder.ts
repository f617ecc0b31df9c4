/**
 * The folder of an experiment: `experiment.json`, a lock, and under `units/` a journal for each unit.
 */
import * as Message from "@marginalia/core/Message"
import { strays } from "@marginalia/datasets/files/below"
import { FileProblem, InvalidInput, toFileProblem } from "@marginalia/datasets/files/errors"
import { writeAtomically } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import type { Expanded } from "./expand/expand.ts"
import { slugs } from "./expand/slug.ts"
import { describeGap, readJournal, takeLock } from "./journal.ts"
import { Experiment, type Finding, type Unit, VERSION } from "./unit.ts"
import { version } from "./version.ts"

const out = Message.setting("out")

/** The name of the file that says what is run. */
export const FILE = "experiment.json"

const Text = Schema.fromJsonString(Experiment)

const encode = (experiment: Experiment): string =>
  `${JSON.stringify(Schema.encodeSync(Experiment)(experiment), undefined, 2)}\n`

/** Where each unit's journal lies, below the folder. */
export const withFiles = (units: ReadonlyArray<Unit>): Experiment["units"] => {
  const data = slugs(units.map((unit) => unit.data.name)),
    strategies = slugs(units.map(({ strategy }) => strategy.name))
  return units.map((unit) => ({
    file: `units/${data.get(unit.data.name)}/${strategies.get(unit.strategy.name)}/${unit.seed}.db`,
    unit
  }))
}

/** An experiment as it is written down: `expanded` from a request, with the `findings` on it. */
export const experimentOf = (
  expanded: Omit<Expanded, "facts" | "findings">,
  findings: ReadonlyArray<Finding>
): Experiment => ({
  marginaliaExperiment: VERSION,
  name: expanded.name,
  version,
  preset: expanded.preset,
  scaled: expanded.scaled,
  control: expanded.control,
  findings: [...findings],
  ...(expanded.plugins.length === 0 ? {} : { plugins: expanded.plugins }),
  units: withFiles(expanded.units)
})

/** Whether an experiment lies in a folder. */
export const isExperiment = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  return yield* Effect.orElseSucceed(fs.exists(paths.join(folder, FILE)), () => false)
})

/** Refuses journals outside of the folder, and two units in one journal. */
const checkFiles = (path: string, folder: string, { units }: Experiment): Effect.Effect<void, InvalidInput> => {
  const hint = "an experiment's journals lie in its own folder, each in a file of its own; copy the folder whole"
  const seen = new Set<string>()
  for (const { file } of units) {
    const problem = seen.has(file) ? "two units have it" : strays(folder, file)
    seen.add(file)
    if (problem === undefined) continue
    return Effect.fail(
      new InvalidInput({
        path,
        problem: `it names the journal ${JSON.stringify(file)}: ${problem}`,
        hint,
        reason: "Value",
        value: file,
        expected: "a file of its own in the folder"
      })
    )
  }
  return Effect.void
}

/** Reads what is run in a folder. Fails with `FileProblem`, and with `InvalidInput` where it is not of this version. */
export const readExperiment = Effect.fn("readExperiment")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const path = paths.join(folder, FILE)
  const text = yield* fs.readFileString(path).pipe(Effect.mapError(toFileProblem(path)))
  const found = yield* Schema.decodeUnknownEffect(Text)(text).pipe(
    Effect.mapError(({ message }) =>
      new InvalidInput({
        path,
        problem: `this is no experiment of version ${VERSION}: ${message.split("\n").join(" ")}`,
        hint: "run it anew with this marginalia",
        reason: "Format",
        expected: `an experiment of version ${VERSION}`
      })
    )
  )
  yield* checkFiles(path, folder, found)
  return found
})

/**
 * Writes an `experiment` into its `folder`, before anything runs. Fails with `FileProblem` where it cannot be written.
 */
export const writeExperiment = Effect.fn("writeExperiment")(function*(folder: string, experiment: Experiment) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  yield* Effect.forEach(
    new Set(experiment.units.map(({ file }) => paths.join(folder, paths.dirname(file)))),
    (below) => fs.makeDirectory(below, { recursive: true }).pipe(Effect.mapError(toFileProblem(below)))
  )
  yield* writeAtomically(paths.join(folder, FILE), encode(experiment))
})

/**
 * The folder, held against every other writer until the scope closes, also when the process is killed.
 *
 * `folder` is made where it is missing. Fails with `FileProblem` or `UsageProblem` where it cannot be, or another
 * process writes it.
 */
export const holdFolder = Effect.fn("holdFolder")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  const release = yield* Effect.acquireRelease(
    Effect.try({
      try: () => takeLock(paths.join(folder, "experiment")),
      catch: (cause) =>
        new FileProblem({
          path: folder,
          problem: "the folder cannot be locked",
          hint: "name a folder on a local disk",
          cause,
          reason: "Failed"
        })
    }),
    (release) => Effect.sync(() => release?.())
  )
  if (release !== undefined) return
  return yield* new FileProblem({
    path: folder,
    problem: "another marginalia is running this experiment",
    hint: Message.text`wait for it, or give ${out} another folder`,
    reason: "Busy"
  })
})

/** How far a unit is. */
export interface UnitState {
  /** How many rounds are in the journal. */
  readonly rounds: number
  /** Whether the unit is at its end. */
  readonly finished: boolean
  /** The criterion that ended it before its last round; undefined where none did. */
  readonly stopped?: string | undefined
  /** What is wrong with its journal, if anything. */
  readonly problem: string | undefined
}

const fresh: UnitState = { rounds: 0, finished: false, problem: undefined }

/** How far the unit of the journal at `path` is; a journal that is not there is one that was not started. */
export const stateOf = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) return fresh
  return yield* readJournal(path).pipe(
    Effect.map(({ entries, gap }): UnitState => {
      const end = entries.at(-1)?.event
      return {
        rounds: entries.filter(({ event }) => event._tag === "Round").length,
        finished: end?._tag === "Finished",
        stopped: end?._tag === "Finished" ? end.stopped?.criterion : undefined,
        problem: gap === undefined ? undefined : describeGap(gap)
      }
    }),
    Effect.catch((error) => Effect.succeed<UnitState>({ ...fresh, problem: error.message }))
  )
})

/**
 * Whether an experiment that is `wanted` can be run in a folder: it is empty, or holds this very one and `resume` is asked for. Gives the one
 * that is there. Fails with `UsageProblem`, with `InvalidInput` where that is of another version, and with `FileProblem`.
 */
export const checkOccupied = Effect.fn("checkOccupied")(function*(
  folder: string,
  wanted: Experiment,
  resume: boolean
) {
  if (!(yield* isExperiment(folder))) return undefined
  const found = yield* readExperiment(folder)
  const refuse = (problem: string, hint: Message.Message) =>
    new UsageProblem({ problem, hint, setting: "out", value: folder, reason: "Occupied" })
  if (!resume) {
    return yield* refuse(
      `${folder} holds the experiment ${found.name} already`,
      Message.text`pass ${Message.setting("resume", { value: true })} to go on with it, or ${out} another folder`
    )
  }
  if (encode(found) === encode({ ...found, units: wanted.units })) return found
  return yield* refuse(
    `${folder} holds an experiment with other units than this one`,
    Message.text`go on with it as it was by: ${
      Message.setting("resume", { value: folder, call: true })
    }; or give ${out} another folder`
  )
})

/**
 * The folder to run in: the experiment that is `wanted`, new or gone on with. Fails with `UsageProblem` where one is
 * there and `resume` is not asked for, with `InvalidInput` where that is of another version, and with `FileProblem`
 * where the folder cannot be used.
 */
export const prepareFolder = Effect.fn("prepareFolder")(function*(folder: string, wanted: Experiment, resume: boolean) {
  const found = yield* checkOccupied(folder, wanted, resume)
  if (found !== undefined) return found
  yield* writeExperiment(folder, wanted)
  return wanted
})
