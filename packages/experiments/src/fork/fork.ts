/**
 * What if another strategy had taken over after that round? The first rounds of a run are taken over as they were.
 */
import * as Message from "@marginalia/core/Message"
import { notes } from "@marginalia/core/Notices"
import type * as Registry from "@marginalia/core/Registry"
import * as Strategy from "@marginalia/core/Strategy"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { checkOutputs } from "@marginalia/datasets/files/outputs"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { loadData, type UnitData } from "../data/load.ts"
import { readRegistry } from "../engine/registry.ts"
import { factsOf, planOf } from "../execute.ts"
import { adapted, needsOf } from "../expand/adapt.ts"
import { withGroups } from "../expand/groups.ts"
import { folderName } from "../expand/slug.ts"
import { experimentOf, holdFolder, isExperiment, writeExperiment } from "../folder.ts"
import { fork as forkJournal, openJournal, readJournal } from "../journal.ts"
import { distinct } from "../lint.ts"
import { unmixable } from "../made-before.ts"
import type { Prepared } from "../run-experiment.ts"
import type { Data, Unit } from "../unit.ts"
import { checkTrunk, type Trunk, trunksOf } from "./trunk.ts"

/** What is branched, where, and what takes over. */
export interface ForkOptions {
  /** The folder of an experiment, or the journal of one of its units. */
  readonly run: string
  /** How many rounds are taken over as they were, from 1. */
  readonly atRound: number
  /** The strategy that takes over, as text. */
  readonly strategy: string
  /** Branch only the units of the strategy of this name. Default all. */
  readonly from?: string | undefined
  /** The folder of the branches, an experiment of their own. Default `runs/NAME-fork`. */
  readonly out?: string | undefined
  /** Paths of plugins, besides those of the experiment. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
}

/** The unit with the other strategy from a round on, and what had to be changed for it. */
const branchOf = (unit: Unit, strategy: Strategy.Any, { atRound, strategy: text }: ForkOptions) => {
  const needing = { name: text, needs: needsOf(strategy) }
  const { findings, learner } = adapted({ ...unit.learning, fixed: false }, needing, 1, [])
  const { fixed: _, ...learning } = learner
  const name = `${unit.strategy.name}, from round ${atRound} ${text}`
  const data = { ...unit.data, source: withGroups(unit.data.source, [strategy]) }
  return { branch: { ...unit, data, learning, strategy: { name, text } } satisfies Unit as Unit, findings }
}

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

const checkOut = Effect.fnUntraced(function*(folder: string) {
  if (!(yield* isExperiment(folder))) return
  const resume = Message.setting("resume", { call: true, value: folder })
  const hint = Message.text`go on with it by: ${resume}; or give ${Message.setting("out")} another folder`
  return yield* new UsageProblem({
    problem: `${folder} holds an experiment already`,
    hint,
    setting: "out",
    value: folder,
    reason: "Occupied"
  })
})

const checkRound = (atRound: number): Effect.Effect<void, UsageProblem> =>
  Number.isSafeInteger(atRound) && atRound >= 1
    ? Effect.void
    : Effect.fail(
      new UsageProblem({
        problem: Message.text`${Message.setting("atRound")} is ${atRound}`,
        hint: "it says how many rounds are taken over, a whole number from 1",
        setting: "atRound",
        value: atRound,
        reason: "Value",
        expected: "a whole number from 1"
      })
    )

/**
 * Branches a unit, or all units of an experiment, after some rounds; {@link ForkOptions} says which and where. Gives the branches,
 * beside what they branch from, as an experiment that `runExperiment` goes on with; its folder is held until the scope closes.
 * `experiment.json` is written when all journals are copied, so that a fork that was cut short is begun again, and one that was not
 * is resumed as any experiment.
 *
 * Fails with `UsageProblem` where the round is no whole number from 1 or beyond a journal, no strategy has the name,
 * or an experiment is in the folder already; with `UnreadableStrategy`; and as what it reads and writes fails: the
 * journals (`JournalError`), the folder (`FileProblem`, `InvalidInput`) and the items, which are loaded and embedded
 * again (`DatasetError`, `InvalidSubset`, `InvalidName`, `InvalidOptions`, `BackendUnavailable`, `CacheError`,
 * `StartError`).
 */
export const forkExperiment = Effect.fn("forkExperiment")(function*(options: ForkOptions) {
  const { atRound, from, out, plugins: more = [], run } = options
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* checkRound(atRound)
  const found = yield* trunksOf(run, from)
  const mixed = unmixable(run, found.version)
  if (mixed !== undefined) return yield* mixed
  const plugins = [...found.plugins, ...more.map((plugin) => paths.resolve(plugin))]
  const { plugins: loaded, registry } = yield* readRegistry(plugins)
  const strategy = yield* Strategy.read(options.strategy, registry)
  const branches = found.trunks.map(({ unit }) => branchOf(unit, strategy, options))
  const units = found.trunks.flatMap(({ unit }, i) => [unit, branches[i]!.branch])
  const name = `${found.name}-fork`, control = units[0]!.strategy.name
  const experiment = experimentOf(
    { name, preset: null, scaled: null, control, plugins, units },
    distinct(branches.flatMap(({ findings }) => findings))
  )
  yield* Effect.forEach(found.trunks, (trunk) => checkTrunk(trunk, atRound), { discard: true })
  const folder = out ?? paths.join("runs", folderName(experiment.name))
  yield* checkOut(folder)
  yield* checkOutputs(
    [{ what: [Message.setting("out")], path: paths.join(folder, "units"), folder: true }],
    found.trunks.map(({ path }) => ({ what: "the journal", path }))
  )
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
  return { experiment, folder } satisfies Prepared as Prepared
})
