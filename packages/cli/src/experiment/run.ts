/**
 * `marginalia run`: an experiment, from its file to its tables.
 */
import type { Variant } from "@marginalia/core/Kernels"
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { checkOutputs, type Named } from "@marginalia/datasets/files/outputs"
import { UsageProblem } from "@marginalia/datasets/problems"
import { checkExperiment } from "@marginalia/experiments/check-experiment"
import type { Request } from "@marginalia/experiments/expand/request"
import { folderName } from "@marginalia/experiments/expand/slug"
import { readExperimentFile } from "@marginalia/experiments/file/read"
import { FILE, holdFolder, isExperiment, prepareFolder, readExperiment } from "@marginalia/experiments/folder"
import { preflightLines } from "@marginalia/experiments/preflight"
import { prepareExperiment } from "@marginalia/experiments/prepare"
import type { Prepared } from "@marginalia/experiments/run-experiment"
import { dataFiles } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { readMemory } from "../memory.ts"
import { asFlag } from "../render.ts"
import { print } from "../terminal/print.ts"
import { carryOut } from "./carry-out.ts"
import { commandOf, type RunAsked } from "./command-of.ts"
import { presetsPage } from "./preset-page.ts"
import type { Format } from "./results.ts"

/** What the command line says. */
export interface RunInput extends RunAsked {
  readonly presets: boolean
  readonly out: Option.Option<string>
  readonly resume: boolean
  readonly jobs: Option.Option<number>
  readonly memory: Option.Option<string>
  readonly dryRun: boolean
  readonly queue: Option.Option<string>
  readonly sendData: boolean
  readonly variant: Option.Option<Variant>
  readonly format: Format
  readonly safeCsv: boolean
  readonly quiet: boolean
}

const checkScale = ({ scale }: RunInput): Effect.Effect<void, UsageProblem> => {
  const factor = Option.getOrElse(scale, () => 1)
  if (factor > 0 && factor <= 1) return Effect.void
  return Effect.fail(
    new UsageProblem({
      problem: `--scale is ${factor}`,
      hint: "it takes a number above 0, up to 1",
      reason: "Value",
      setting: "scale",
      value: factor,
      expected: "a number above 0, up to 1"
    })
  )
}

const requestOf = Effect.fnUntraced(function*(input: RunInput) {
  const file = Option.isSome(input.file) ? yield* readExperimentFile(input.file.value) : undefined
  if (file === undefined && Option.isNone(input.preset) && (input.data.length === 0 || input.strategy.length === 0)) {
    const hint = "name an experiment file, or --preset NAME, or both --data and --strategy"
    return yield* new UsageProblem({
      problem: "there is nothing to run",
      hint,
      reason: "Missing",
      setting: "file",
      settings: ["file", "preset", "data", "strategy"]
    })
  }
  return {
    file,
    preset: Option.getOrUndefined(input.preset),
    data: input.data,
    strategies: input.strategy,
    framework: Option.getOrUndefined(input.framework),
    embedding: Option.getOrUndefined(input.embedding),
    unlabeled: input.unlabeled,
    seeds: Option.getOrUndefined(input.seeds),
    scale: Option.getOrUndefined(Option.filter(input.scale, (scale) => scale < 1)),
    cwd: process.cwd()
  } satisfies Request as Request
})

const defaultFolder = (input: RunInput, name: string, paths: Path.Path): string =>
  Option.getOrElse(input.out, () => paths.join("runs", folderName(name)))

/** The experiment file and the data; what is written is `experiment.json` and the journals. */
const checkFiles = (input: RunInput, { experiment, folder }: Prepared, paths: Path.Path) => {
  const names = new Set(experiment.units.flatMap(({ unit: { data } }) => dataFiles(data)))
  const inputs: ReadonlyArray<Named> = [
    ...Option.toArray(input.file).map((path) => ({ what: "the experiment file", path })),
    ...Array.from(names, (path) => ({ what: "the data", path })),
    ...(experiment.plugins ?? []).map((path) => ({ what: "the plugin", path }))
  ]
  const below = (name: string) => ({ what: "--out", path: paths.join(folder, name) })
  return checkOutputs([below(FILE), { ...below("units"), folder: true }], inputs)
}

/** A folder to go on with, as it was. */
const asItWas = Effect.fnUntraced(function*(folder: string, resume: boolean) {
  const experiment = yield* readExperiment(folder)
  if (resume) return { experiment, folder } satisfies Prepared as Prepared
  const hint = `pass --resume to go on with it: marginalia run ${folder} --resume`
  return yield* new UsageProblem({
    problem: `${folder} is the folder of an experiment`,
    hint,
    reason: "Occupied",
    value: folder
  })
})

const fromRequest = Effect.fnUntraced(function*(input: RunInput) {
  const paths = yield* Path.Path
  const request = yield* requestOf(input)
  const { experiment, name } = yield* prepareExperiment(request, input.plugin)
  const prepared: Prepared = { experiment, folder: defaultFolder(input, name, paths) }
  if (!(yield* isExperiment(prepared.folder))) yield* checkFiles(input, prepared, paths)
  return prepared
})

const prepare = Effect.fnUntraced(function*(input: RunInput) {
  const path = Option.getOrUndefined(input.file)
  if (path !== undefined && (yield* isExperiment(path))) return yield* asItWas(path, input.resume)
  return yield* fromRequest(input)
})

/** The flags that say nothing without a queue, or with one, are refused there: they would be taken for done. */
const checkQueueFlags = ({ memory, queue, sendData, variant }: RunInput): Effect.Effect<void, UsageProblem> => {
  if (Option.isSome(queue) && Option.isSome(memory)) {
    return Effect.fail(
      new UsageProblem({
        problem: "--memory is about this machine, and --queue has the work done on others",
        hint: "leave it out; a worker takes --slots",
        reason: "Conflict",
        settings: ["memory", "queue"]
      })
    )
  }
  const idle = sendData ? "sendData" : Option.isSome(variant) ? "variant" : undefined
  if (Option.isSome(queue) || idle === undefined) return Effect.void
  return Effect.fail(
    new UsageProblem({
      problem: `--${idle === "variant" ? "variant" : "send-data"} is about other machines`,
      hint: "give --queue postgres://… with it, or leave it out",
      reason: "Idle",
      setting: idle
    })
  )
}

/** On other machines. The journals go to --out, or to the folder that is gone on with. */
const onQueue = Effect.fnUntraced(function*(input: RunInput, address: string, { experiment, folder }: Prepared) {
  const { runQueued } = yield* Effect.promise(() => import("../queue/run.ts"))
  const wanted = Option.isSome(input.out) || (yield* isExperiment(Option.getOrElse(input.file, () => "")))
  yield* runQueued({
    address,
    experiment,
    folder: wanted ? folder : undefined,
    resume: input.resume,
    jobs: Option.getOrUndefined(input.jobs),
    send: input.sendData,
    variant: Option.getOrUndefined(input.variant),
    format: input.format,
    safeCsv: input.safeCsv
  })
})

/** See the module. Fails with what is wrong before anything starts, and with `UnitsFailed` at the end. */
export const run = Effect.fn("run")(function*(input: RunInput) {
  if (input.presets) return yield* print(presetsPage())
  yield* checkScale(input)
  yield* checkQueueFlags(input)
  const prepared = yield* prepare(input)
  const { experiment } = prepared
  const limit = yield* readMemory(input.memory)
  const flight = yield* checkExperiment(experiment, Option.getOrUndefined(input.jobs), limit)
  yield* Effect.forEach(
    preflightLines(flight),
    (line) => input.dryRun ? print(Message.render(line, asFlag)) : note(line)
  )
  if (input.dryRun) return
  // In a queue an experiment is the same wherever its journals are written to.
  const out = Option.isSome(input.queue) ? Option.none() : input.out
  const told = { ...experiment, command: commandOf({ ...input, out }) }
  if (Option.isSome(input.queue)) return yield* onQueue(input, input.queue.value, { ...prepared, experiment: told })
  yield* Effect.scoped(Effect.gen(function*() {
    const { folder } = prepared
    yield* holdFolder(folder)
    const found = yield* prepareFolder(folder, told, input.resume)
    yield* carryOut(
      { experiment: found, folder },
      flight.jobs,
      input,
      limit === undefined ? undefined : {
        limit,
        planned: flight.peak
      }
    )
  }))
})
