/**
 * `marginalia predict`: what a trained model says of a pool.
 */
import { note } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { checkOutputs, checkPlaces, type Target } from "@marginalia/datasets/files/outputs"
import { UsageProblem } from "@marginalia/datasets/problems"
import { itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { savedAt } from "@marginalia/models/encoders"
import { classNamesOf } from "@marginalia/models/training"
import { backendLayer, readBackend } from "@marginalia/models/training"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import * as progress from "../terminal/progress.ts"
import { type Output, readColumns } from "./columns.ts"
import { compute } from "./compute.ts"
import { checkEncoder } from "./encoder.ts"
import type { PredictInput } from "./flags.ts"
import { readLabeledItems } from "./labeled.ts"
import { prefixFiles, writePrefix } from "./prefix.ts"
import { checkRoundFolder, writeRound } from "./round.ts"

/** Where the answers go. */
type Out = { readonly prefix: string } | { readonly folder: string }

const outOf = ({ out, roundFolder }: PredictInput): Effect.Effect<Out, UsageProblem> => {
  if (Option.isSome(out) && Option.isSome(roundFolder)) {
    const problem = "--out and --round-folder are given"
    return Effect.fail(new UsageProblem({ problem, hint: "give one of them" }))
  }
  if (Option.isSome(roundFolder)) return Effect.succeed({ folder: roundFolder.value })
  if (Option.isSome(out)) return Effect.succeed({ prefix: out.value })
  const hint = "name a folder for all of it, --round-folder round1, or what the files' names begin with, --out round1"
  return Effect.fail(new UsageProblem({ problem: "--round-folder is missing, and --out too", hint }))
}

/** The columns that were asked for; undefined for all that the model has. */
const columnsAsked = Effect.fnUntraced(function*({ columns, passes }: PredictInput, out: Out) {
  const text = Option.getOrUndefined(columns) ?? ("prefix" in out ? "probability" : undefined)
  const asked = text === undefined ? undefined : yield* readColumns(text)
  if (Option.isNone(passes) || asked?.has("passes") === true) return asked
  return yield* new UsageProblem({
    problem: "--passes is given without the column passes",
    hint: "add it to --columns"
  })
})

const checkFiles = Effect.fnUntraced(function*(
  out: Out,
  columns: ReadonlySet<Output> | undefined,
  input: PredictInput
) {
  const outputs: ReadonlyArray<Target> = "folder" in out
    ? [{ what: "--round-folder", path: out.folder, folder: true }]
    : prefixFiles(out.prefix, columns ?? new Set())
  const data = Option.toArray(input.data).map((path) => ({ what: "--data", path }))
  const inputs = [...itemFiles(input.items, library()), ...data, { what: "--model", path: input.model }]
  yield* checkOutputs(outputs, inputs)
  if ("folder" in out) return yield* checkRoundFolder(out.folder)
  yield* checkPlaces(outputs)
})

/** Loads plugins, which may bring the data set or the model's network; reads pool and model, writes the columns and the predicted classes, and says what was written. */
export const predict = Effect.fn("predict")(function*(input: PredictInput) {
  const out = yield* outOf(input)
  yield* readRegistry(input.plugin)
  yield* readBackend(backendAsked(input))
  const columns = yield* columnsAsked(input, out)
  yield* checkFiles(out, columns, input)
  const found = (yield* readLabeledItems(input)) ??
    (yield* readItems(input.items, yield* itemsAsked(input), yield* savedAt(input.model)))
  yield* checkEncoder(input.model, found)
  const start = yield* Clock.currentTimeMillis
  const predicted = yield* compute(columns, found.items, input).pipe(
    Effect.scoped,
    Effect.provide(Layer.merge(backendLayer(backendAsked(input)), progress.layer))
  )
  const classNames = yield* classNamesOf(input.model, predicted.classes)
  const names = classNames ?? Array.from({ length: predicted.classes }, (_, number) => String(number))
  const prediction = { found, predicted, model: input.model, classNames, names, safeCsv: input.safeCsv }
  const csv = yield* "folder" in out ? writeRound(out.folder, prediction) : writePrefix(out.prefix, prediction)
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(`${csv}: the classes of ${counted(found.items.rows, "item")}, ${took}`)
}, withScratch)
