/**
 * `marginalia predict`: what a trained model says of a pool.
 */
import { note } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { checkOutputs, checkPlaces, type Target } from "@marginalia/datasets/files/outputs"
import type { RoundColumn } from "@marginalia/datasets/files/round-about"
import { UsageProblem } from "@marginalia/datasets/problems"
import { itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { savedAt } from "@marginalia/models/encoders"
import {
  backendLayer,
  checkRoundFolder,
  type Prediction,
  predictItems,
  prefixFiles,
  readBackend,
  readColumns,
  writePrefix,
  writeRound
} from "@marginalia/models/training"
import { readItemsFor } from "@marginalia/studio/model/items-for"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import type { PredictInput } from "./flags.ts"

/** Where the answers go. */
type Out = { readonly prefix: string } | { readonly folder: string }

const outOf = ({ out, roundFolder }: PredictInput): Effect.Effect<Out, UsageProblem> => {
  if (Option.isSome(out) && Option.isSome(roundFolder)) {
    const problem = "--out and --round-folder are given"
    return Effect.fail(
      new UsageProblem({ problem, hint: "give one of them", reason: "Conflict", settings: ["out", "roundFolder"] })
    )
  }
  if (Option.isSome(roundFolder)) return Effect.succeed({ folder: roundFolder.value })
  if (Option.isSome(out)) return Effect.succeed({ prefix: out.value })
  const hint = "name a folder for all of it, --round-folder round1, or what the files' names begin with, --out round1"
  return Effect.fail(
    new UsageProblem({
      problem: "--round-folder is missing, and --out too",
      hint,
      reason: "Missing",
      setting: "roundFolder",
      settings: ["roundFolder", "out"]
    })
  )
}

/** The columns that were asked for; undefined for all that the model has. */
const columnsAsked = Effect.fnUntraced(function*({ columns, passes }: PredictInput, out: Out) {
  const text = Option.getOrUndefined(columns) ?? ("prefix" in out ? "probability" : undefined)
  const asked = text === undefined ? undefined : yield* readColumns(text.split(",").map((name) => name.trim()))
  if (Option.isNone(passes) || asked?.has("passes") === true) return asked
  return yield* new UsageProblem({
    problem: "--passes is given without the column passes",
    hint: "add it to --columns",
    reason: "Idle",
    setting: "passes"
  })
})

const checkFiles = Effect.fnUntraced(function*(
  out: Out,
  columns: ReadonlySet<RoundColumn> | undefined,
  input: PredictInput
) {
  const outputs: ReadonlyArray<Target> = "folder" in out
    ? [{ what: "--round-folder", path: out.folder, folder: true }]
    : prefixFiles(out.prefix, columns ?? []).map((path) => ({ what: "--out", path }))
  const data = Option.toArray(input.data).map((path) => ({ what: "--data", path }))
  const inputs = [...itemFiles(input.items, library()), ...data, { what: "--model", path: input.model }]
  yield* checkOutputs(outputs, inputs)
  if ("folder" in out) return yield* checkRoundFolder(out.folder)
  yield* checkPlaces(outputs)
})

/** Writes what the model said, says which flag reads it, and gives the path of the predicted classes. */
const write = Effect.fnUntraced(function*(out: Out, prediction: Prediction, { safeCsv }: PredictInput) {
  const { columns } = prediction, sizes = columns.map(({ shape }) => shape.join(" × "))
  if ("folder" in out) {
    const csv = yield* writeRound(out.folder, prediction, { safeCsv, versions })
    yield* note(`--round-folder ${out.folder}  ${columns.map(({ output }, i) => `${output} ${sizes[i]}`).join(", ")}`)
    return csv
  }
  const written = yield* writePrefix(out.prefix, prediction, { safeCsv, versions })
  for (const [i, { output }] of columns.entries()) yield* note(`--column ${output}=${written.columns[i]}  ${sizes[i]}`)
  return written.csv
})

/** Loads plugins, which may bring the data set or the model's network; reads pool and model, writes the columns and the predicted classes, and says what was written. */
export const predict = Effect.fn("predict")(function*(input: PredictInput) {
  const out = yield* outOf(input)
  yield* readRegistry(input.plugin)
  yield* readBackend(backendAsked(input))
  const columns = yield* columnsAsked(input, out)
  yield* checkFiles(out, columns, input)
  const { batch, items, model, passes, seed } = input, how = yield* itemsAsked(input)
  const found = (yield* readItemsFor(model, items, how)) ?? (yield* readItems(items, how, yield* savedAt(model)))
  const start = yield* Clock.currentTimeMillis
  const prediction = yield* predictItems(model, found, {
    columns,
    batch: Option.getOrUndefined(batch),
    passes: Option.getOrUndefined(passes),
    seed
  }).pipe(Effect.provide(Layer.merge(backendLayer(backendAsked(input)), progress.layer)))
  const csv = yield* write(out, prediction, input)
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(`${csv}: the classes of ${counted(found.items.rows, "item")}, ${took}`)
}, withScratch)
