/**
 * `marginalia fork`: what if another strategy had taken over after that round?
 */
import { type Registry, Strategy, Suggest } from "@marginalia/core"
import { note, notes } from "@marginalia/core/Notices"
import { InvalidInput, toFileProblem } from "@marginalia/datasets/files/errors"
import { checkOutputs } from "@marginalia/datasets/files/outputs"
import { UsageProblem } from "@marginalia/datasets/problems"
import { loadData, type UnitData } from "@marginalia/experiments/data/load"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { factsOf, planOf } from "@marginalia/experiments/execute"
import { adapted, needsOf } from "@marginalia/experiments/expand/adapt"
import { folderName } from "@marginalia/experiments/expand/slug"
import { holdFolder, isExperiment, readExperiment, withFiles, writeExperiment } from "@marginalia/experiments/folder"
import { fork as forkJournal, openJournal, readJournal } from "@marginalia/experiments/journal"
import { unmixable } from "@marginalia/experiments/made-before"
import { jobsFor, thisMachine } from "@marginalia/experiments/preflight"
import { type Data, type Experiment, type Finding, Unit, VERSION } from "@marginalia/experiments/unit"
import { titleOf } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { version } from "../version.ts"
import { carryOut } from "./carry-out.ts"
import type { Format } from "./results.ts"

/** What the command line says. */
export interface ForkInput {
  readonly run: string
  readonly atRound: number
  readonly strategy: string
  readonly from: Option.Option<string>
  readonly out: Option.Option<string>
  readonly jobs: Option.Option<number>
  readonly format: Format
  readonly safeCsv: boolean
  readonly plugin: ReadonlyArray<string>
  readonly quiet: boolean
}

/** A unit that is branched. */
interface Trunk {
  readonly path: string
  readonly unit: Unit
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
      return new InvalidInput({ path, problem, hint: "name a .db below the units of an experiment, or its folder" })
    })
  )
  const facts = config?._tag === "Config" ? config.facts["versions"] : undefined
  const made = Option.getOrUndefined(decodeVersions(facts))?.["@marginalia/core"] ?? version
  return {
    name: "unit",
    version: made,
    plugins: [] as ReadonlyArray<string>,
    trunks: [{ path, unit }] as ReadonlyArray<Trunk>
  }
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
      ...Suggest.fault(from, names)
    })
  }
  const trunks = units
    .filter(({ unit }) => from === undefined || unit.strategy.name === from)
    .map(({ file, unit }): Trunk => ({ path: paths.join(folder, file), unit }))
  return { name, version: made, plugins, trunks }
})

/** The unit with the other strategy from a round on, and what had to be changed for it. */
const branchOf = (unit: Unit, strategy: Strategy.Any, { atRound, strategy: text }: ForkInput) => {
  const needing = { name: text, needs: needsOf(strategy) }
  const { findings, learner } = adapted({ ...unit.learning, fixed: false }, needing, 1, [])
  const { fixed: _, ...learning } = learner
  const name = `${unit.strategy.name}, from round ${atRound} ${text}`
  return { branch: { ...unit, learning, strategy: { name, text } } satisfies Unit as Unit, findings }
}

/** Refuses a journal that cannot be read or has too few rounds: before anything is written. */
const checkTrunk = Effect.fnUntraced(function*({ path, unit }: Trunk, atRound: number) {
  const { entries } = yield* readJournal(path)
  const rounds = entries.filter(({ event }) => event._tag === "Round").length
  if (rounds >= atRound) return
  const problem = `${path}: ${titleOf(unit)}: there are ${rounds} rounds to take over, and ${atRound} are asked for`
  return yield* new UsageProblem({ problem, hint: "finish that run first, or fork at an earlier round" })
})

/** Writes the first rounds of a journal into another one, for a unit that goes on from there. */
const copy = Effect.fnUntraced(function*(
  { path }: Trunk,
  unit: Unit,
  to: string,
  atRound: number | undefined,
  data: UnitData,
  known: { readonly registry: Registry.Registry; readonly hashes: ReadonlyArray<string> }
) {
  const { entries } = yield* readJournal(path)
  const rounds = entries.filter(({ event }) => event._tag === "Round").length
  const plan = yield* planOf(unit, data, known.registry)
  yield* Effect.scoped(Effect.gen(function*() {
    const { journal } = yield* openJournal(to)
    const facts = factsOf(unit, known.hashes)
    yield* forkJournal({ from: entries, atRound: atRound ?? rounds, plan, facts, to: journal })
  }))
})

const caching = () => {
  let kept: { readonly key: string; readonly data: UnitData } | undefined
  return Effect.fnUntraced(function*(data: Data) {
    const key = JSON.stringify(data)
    if (kept?.key !== key) kept = { key, data: yield* loadData(data) }
    return kept.data
  })
}

const experimentOf = (
  name: string,
  plugins: ReadonlyArray<string>,
  units: ReadonlyArray<Unit>,
  findings: ReadonlyArray<Finding>
): Experiment => ({
  marginaliaExperiment: VERSION,
  name,
  version,
  preset: null,
  scaled: null,
  control: units[0]!.strategy.name,
  findings: [...new Map(findings.map((finding) => [finding.problem, finding])).values()],
  ...(plugins.length === 0 ? {} : { plugins }),
  units: withFiles(units)
})

const checkOut = Effect.fnUntraced(function*(folder: string) {
  if (!(yield* isExperiment(folder))) return
  const hint = `go on with it by: marginalia run ${folder} --resume; or give --out another folder`
  return yield* new UsageProblem({ problem: `${folder} holds an experiment already`, hint })
})

const checkRound = (atRound: number): Effect.Effect<void, UsageProblem> =>
  atRound >= 1
    ? Effect.void
    : Effect.fail(
      new UsageProblem({ problem: `--at-round is ${atRound}`, hint: "it says how many rounds are taken over, from 1" })
    )

/**
 * Branches a unit, or all units of an experiment (`from`: those of one strategy), after `atRound` rounds, and runs the
 * branches beside what they branch from. `experiment.json` is written when all journals are copied, so that a fork that
 * was cut short is begun again, and one that was not is resumed as any experiment.
 */
export const fork = Effect.fn("fork")(function*(input: ForkInput) {
  const { atRound } = input, fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* checkRound(atRound)
  const found = (yield* isExperiment(input.run))
    ? yield* ofFolder(input.run, Option.getOrUndefined(input.from))
    : yield* ofJournal(input.run)
  const mixed = unmixable(input.run, found.version)
  if (mixed !== undefined) return yield* mixed
  const plugins = [...found.plugins, ...input.plugin.map((plugin) => paths.resolve(plugin))]
  const { plugins: loaded, registry } = yield* readRegistry(plugins)
  const strategy = yield* Strategy.read(input.strategy, registry)
  const branches = found.trunks.map(({ unit }) => branchOf(unit, strategy, input))
  const units = found.trunks.flatMap(({ unit }, i) => [unit, branches[i]!.branch])
  const experiment = experimentOf(`${found.name}-fork`, plugins, units, branches.flatMap(({ findings }) => findings))
  const folder = Option.getOrElse(input.out, () => paths.join("runs", folderName(experiment.name)))
  yield* Effect.scoped(Effect.gen(function*() {
    yield* checkOut(folder)
    yield* checkOutputs(
      [{ what: "--out", path: paths.join(folder, "units"), folder: true }],
      found.trunks.map(({ path }) => ({ what: "the journal", path }))
    )
    yield* Effect.forEach(found.trunks, (trunk) => checkTrunk(trunk, atRound), { discard: true })
    yield* holdFolder(folder)
    yield* notes(experiment.findings.map(({ problem, rule }) => `${rule}: ${problem}`))
    const known = { registry, hashes: loaded.map(({ sha256 }) => sha256) }, dataOf = caching()
    for (const [i, { file, unit }] of experiment.units.entries()) {
      const to = paths.join(folder, file), below = paths.dirname(to)
      yield* fs.makeDirectory(below, { recursive: true }).pipe(Effect.mapError(toFileProblem(below)))
      const trunk = found.trunks[Math.floor(i / 2)]!
      yield* copy(trunk, unit, to, i % 2 === 0 ? undefined : atRound, yield* dataOf(unit.data), known)
    }
    yield* writeExperiment(folder, experiment)
    yield* note(`${branches.length} branches after round ${atRound}`)
    const { jobs } = jobsFor(Option.getOrUndefined(input.jobs), units.length, 5e8, thisMachine())
    yield* carryOut({ experiment, folder }, jobs, input)
  }))
})
