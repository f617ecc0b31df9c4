/**
 * `marginalia train`: a classifier from labeled items.
 */
import { note } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { checkOutputs } from "@marginalia/datasets/files/outputs"
import { checkFolder } from "@marginalia/datasets/files/whole-folder"
import { UsageProblem } from "@marginalia/datasets/problems"
import { itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import {
  accuracyText,
  backendLayer,
  MODEL_FOLDER,
  planFolds,
  readBackend,
  readLearnable,
  saveWhole,
  trainClassifier,
  Trainer,
  type TrainOptions
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import { labelsAsked } from "../labels-flags.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import { configOf } from "./config.ts"
import { dryRun } from "./dry-run.ts"
import type { TrainInput } from "./flags.ts"
import { readNetwork } from "./network.ts"
import { report } from "./progress.ts"

/** Trains, saves, and says how right it is. */
const fit = Effect.fnUntraced(function*(options: TrainOptions, out: string) {
  const { classNames, data: { at } } = options.learnable, stdio = yield* Stdio.Stdio
  const { about, heldOut, milliseconds, model, test, training } = yield* trainClassifier({
    ...options,
    versions,
    heard: (epoch) => Effect.provideService(report(epoch, at.length), Stdio.Stdio, stdio)
  })
  const columns = options.found.columns?.names
  yield* saveWhole(model, out, columns === undefined ? about : { ...about, columns })
  yield* note(
    `${out}: trained on ${counted(at.length, "item")} in ${duration(milliseconds)}, ${classNames.length} classes`
  )
  yield* note(accuracyText(training, heldOut))
  if (test !== undefined) {
    yield* note(`accuracy on the ${counted(test.items, "test item")}: ${test.accuracy.toFixed(4)}`)
  }
})

const checkFiles = (out: string, { data, items, labels }: TrainInput) =>
  checkOutputs([{ what: "--out", path: out, folder: true }], [
    ...itemFiles(items, library()),
    ...Option.toArray(data).map((path) => ({ what: "--data", path })),
    ...Option.toArray(labels).map((path) => ({ what: "the labels", path }))
  ])

const outOf = (input: TrainInput) =>
  Option.match(input.out, {
    onSome: (folder) =>
      checkFiles(folder, input).pipe(Effect.andThen(checkFolder(folder, MODEL_FOLDER)), Effect.as(folder)),
    onNone: () =>
      input.dryRun
        ? Effect.succeed("")
        : Effect.fail(
          new UsageProblem({
            problem: "--out is missing",
            hint: "name the folder that the model goes to",
            reason: "Missing",
            setting: "out"
          })
        )
  })

/** Trains and saves, or says what it would cost. */
export const train = Effect.fn("train")(function*(input: TrainInput) {
  const { registry } = yield* readRegistry(input.plugin)
  yield* readBackend(backendAsked(input))
  const network = yield* readNetwork(input.network, input.head, registry)
  const { config, recipe } = yield* configOf(input, network, registry)
  const out = yield* outOf(input)
  const found = yield* readItems(input.items, yield* itemsAsked(input))
  const [labels, classes] = [Option.getOrUndefined(input.labels), Option.getOrUndefined(input.classes)]
  const learnable = yield* readLearnable(found, { labels, classes, ...labelsAsked(input) })
  const plan = yield* planFolds(Option.getOrUndefined(input.folds), learnable, found.test?.labels !== undefined)
  const layers = Trainer.layer.pipe(Layer.provideMerge(backendLayer(backendAsked(input))), Layer.merge(progress.layer))
  const options = { config, found, learnable, network, plan, recipe, seed: input.seed }
  yield* (input.dryRun ? dryRun(options) : fit(options, out)).pipe(Effect.scoped, Effect.provide(layers))
}, withScratch)
