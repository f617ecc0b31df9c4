/**
 * What is branched: the units of an experiment, or the one of a journal. Tested by `fork.test.ts`.
 */
import * as Suggest from "@marginalia/core/Suggest"
import { InvalidInput, toFileProblem } from "@marginalia/datasets/files/errors"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { isExperiment, readExperiment } from "../folder.ts"
import { readJournal } from "../journal.ts"
import { titleOf, Unit } from "../unit.ts"
import { version } from "../version.ts"

/** A unit that is branched. */
export interface Trunk {
  /** Its journal. */
  readonly path: string
  /** What it is, as its journal or `experiment.json` has it. */
  readonly unit: Unit
}

/** What is branched, and what is known of where it comes from. */
export interface Trunks {
  /** The experiment's name, `unit` for a journal alone. */
  readonly name: string
  /** The version that it was made by. */
  readonly version: string
  /** The paths of its plugins. */
  readonly plugins: ReadonlyArray<string>
  /** The units, in the experiment's order. */
  readonly trunks: ReadonlyArray<Trunk>
}

const decodeVersions = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.String))

const decodeUnit = Schema.decodeUnknownEffect(Unit)

/** A journal knows its unit by itself. */
const ofJournal = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.stat(path).pipe(Effect.mapError(toFileProblem(path)))
  const { entries } = yield* readJournal(path)
  const config = entries[0]?.event
  const fact = config?._tag === "Config" ? config.facts["unit"] : undefined
  const unit = yield* decodeUnit(fact).pipe(
    Effect.mapError(() => {
      const problem = "this is no journal of a unit of marginalia run"
      return new InvalidInput({
        path,
        problem,
        hint: "name a .db below the units of an experiment, or its folder",
        reason: "Format",
        expected: "a unit's journal"
      })
    })
  )
  const facts = config?._tag === "Config" ? config.facts["versions"] : undefined
  const made = Option.getOrUndefined(decodeVersions(facts))?.["@marginalia/core"] ?? version
  return {
    name: "unit",
    version: made,
    plugins: [],
    trunks: [{ path, unit }]
  } satisfies Trunks as Trunks
})

const ofFolder = Effect.fnUntraced(function*(folder: string, from: string | undefined) {
  const paths = yield* Path.Path
  const { name, plugins = [], units, version: made } = yield* readExperiment(folder)
  const names = [...new Set(units.map(({ unit }) => unit.strategy.name))]
  if (from !== undefined && !names.includes(from)) {
    const problem = `${folder} has no strategy "${from}"`
    return yield* new UsageProblem({
      problem,
      hint: `it has ${names.join(", ")}.${Suggest.hint(from, names)}`,
      ...Suggest.fault(from, names),
      reason: "Unknown",
      setting: "from"
    })
  }
  const trunks = units
    .filter(({ unit }) => from === undefined || unit.strategy.name === from)
    .map(({ file, unit }): Trunk => ({ path: paths.join(folder, file), unit }))
  return { name, version: made, plugins, trunks } satisfies Trunks as Trunks
})

/**
 * The units of the experiment in the folder `run`, those of the strategy named `from` alone where it is given, or the unit of the
 * journal at `run`. Fails with `InvalidInput`, `FileProblem` and `JournalError` where that cannot be read, and with `UsageProblem`
 * where no strategy has the name.
 */
export const trunksOf = Effect.fn("trunksOf")(function*(run: string, from: string | undefined) {
  return (yield* isExperiment(run)) ? yield* ofFolder(run, from) : yield* ofJournal(run)
})

/**
 * Reads the journal of a trunk before anything is written. Fails with `JournalError` where it cannot be read, and with
 * `UsageProblem` where it has fewer rounds than `atRound`.
 *
 * @param trunk - the unit, and its journal
 */
export const checkTrunk = Effect.fnUntraced(function*(trunk: Trunk, atRound: number) {
  const { path, unit } = trunk
  const { entries } = yield* readJournal(path)
  const rounds = entries.filter(({ event }) => event._tag === "Round").length
  if (rounds >= atRound) return
  const problem = `${path}: ${titleOf(unit)}: there are ${rounds} rounds to take over, and ${atRound} are asked for`
  return yield* new UsageProblem({
    problem,
    hint: "finish that run first, or fork at an earlier round",
    setting: "atRound",
    value: atRound,
    reason: "Value",
    expected: `${rounds} at most`
  })
})
