/**
 * `marginalia select`: which items to label next.
 */
import { Manifest, Message } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { checkOutputs, checkPlaces, type Named, poolFiles } from "@marginalia/datasets/files/outputs"
import { type Output, writeTogether } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import { manifestOf } from "@marginalia/experiments/manifest-of"
import { planFiles } from "@marginalia/experiments/select-files"
import { planLines } from "@marginalia/experiments/selection/plan-lines"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { SelectFlags } from "../flags.ts"
import { readMemory } from "../memory.ts"
import { type Format, format, unfit } from "../output/format.ts"
import { answer, asked } from "../query/answer.ts"
import { readPairs } from "../query/pairs.ts"
import { printData } from "../terminal/print.ts"
import { versions } from "../version.ts"
import { checkManifest } from "./memory.ts"
import { checkPlace } from "./place.ts"

/** The question, and where the answer goes. */
export interface SelectInput extends SelectFlags {
  readonly format: Format
  readonly out: Option.Option<string>
  readonly manifest: Option.Option<string>
  readonly safeCsv: boolean
  readonly memory: Option.Option<string>
  readonly dryRun: boolean
  readonly carry: Option.Option<string>
  readonly shards: Option.Option<string>
}

/** Every file that the question names. */
const inputsOf = Effect.fnUntraced(function*(flags: SelectFlags) {
  const { column, exclude, include, labels, metadata, only, plugin, pool, roundFolder } = flags
  const columns = yield* readPairs("column", column)
  return [
    ...poolFiles("the pool", pool),
    ...Option.toArray(labels).map((path): Named => ({ what: "the labels", path })),
    ...Array.from(columns, ([name, path]) => poolFiles(`the column ${name}`, path)).flat(),
    ...Option.toArray(roundFolder).map((path): Named => ({ what: "the round folder", path })),
    ...[...only, ...exclude, ...include].map((path): Named => ({ what: "the file of ids", path })),
    ...Option.toArray(metadata).map((path): Named => ({ what: "the metadata", path })),
    ...plugin.map((path): Named => ({ what: "the plugin", path }))
  ]
})

const outputsOf = ({ manifest, out }: SelectInput): ReadonlyArray<Named> => [
  ...Option.toArray(out).map((path) => ({ what: "--out", path })),
  ...Option.toArray(manifest).map((path) => ({ what: "--manifest", path }))
]

/** Files are added to it. */
const carryOf = ({ carry }: SelectInput): ReadonlyArray<Named> =>
  Option.toArray(carry).map((path) => ({ what: "--carry", path }))

/** Prints what would be done, and does nothing. */
const plan = Effect.fnUntraced(function*(input: SelectInput, memory: number | undefined) {
  if (memory === undefined) {
    return yield* new UsageProblem({
      problem: Message.text`${Message.setting("dryRun")} is for ${Message.setting("memory")}, which is not given`,
      hint: "give both, or neither",
      reason: "Idle",
      setting: "dryRun"
    })
  }
  const { options } = yield* asked(input)
  const carry = Option.getOrUndefined(input.carry)
  yield* printData(planLines(yield* planFiles({ ...options, memory, carry })).join("\n"))
})

/** What speaks to other machines is loaded where some are named. */
const overMachines = Effect.fnUntraced(function*(input: SelectInput, address: string) {
  const { answerOver } = yield* Effect.promise(() => import("./over-machines.ts"))
  return yield* answerOver(input, address)
})

/** Answers, and writes manifest and picks, both or neither: the picks on stdout, or whole into `--out`. */
export const select = Effect.fn("select")(function*(input: SelectInput) {
  yield* checkPlace(input)
  yield* checkOutputs([...outputsOf(input), ...carryOf(input)], yield* inputsOf(input))
  yield* checkPlaces(outputsOf(input))
  const memory = yield* readMemory(input.memory)
  if (input.dryRun) return yield* plan(input, memory)
  const paths = yield* Path.Path
  yield* checkManifest(input, memory)
  const answered = yield* Option.isSome(input.shards)
    ? overMachines(input, input.shards.value)
    : answer(input, memory, undefined, Option.getOrUndefined(input.carry))
  const folder = Option.match(input.out, { onNone: () => ".", onSome: (out) => paths.dirname(out) })
  const { inputs: { classes }, selection } = answered
  const wrong = unfit(input.format, selection.ids)
  if (wrong !== undefined) return yield* wrong
  const facts = { selection, manifest: yield* manifestOf(answered, folder, versions), classes }
  const text = format(input.format, facts, input.safeCsv)
  const files: Array<Output> = []
  if (Option.isSome(input.manifest)) {
    const path = input.manifest.value
    files.push({ path, contents: Manifest.print(yield* manifestOf(answered, paths.dirname(path), versions)) })
  }
  if (Option.isSome(input.out)) files.push({ path: input.out.value, contents: text })
  yield* writeTogether(files)
  for (const file of Option.toArray(input.manifest)) {
    yield* note(`wrote ${file}; check it with: marginalia verify ${file}`)
  }
  if (Option.isNone(input.out)) return yield* printData(text.replace(/\n$/, ""))
  yield* note(`wrote ${input.out.value}`)
})
