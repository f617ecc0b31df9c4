/**
 * `--encoder simclr(…)`: an encoder trained on the items themselves, without labels.
 */
import { note } from "@marginalia/core/Notices"
import { type FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { UsageProblem } from "@marginalia/datasets/problems"
import { modelEncoder, type PretrainingError, Simclr } from "@marginalia/models/encoders"
import {
  type Items,
  type Model,
  type ModelFileError,
  network,
  recipe,
  recipes,
  type TensorBackend
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import type * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import type { Found } from "../items/read.ts"
import { show, told } from "../train/progress.ts"
import { checkFolder, saveWhole } from "../train/save.ts"
import { versions } from "../version.ts"
import type { EmbedInput } from "./flags.ts"
import type { Ready } from "./ready.ts"
import type { Simclr as Spec } from "./spec.ts"

/** Refuses places that cannot be used, before hours of training. Gives the checkpoint's file. */
export const checkPlaces = Effect.fnUntraced(function*({ checkpoint, resume }: EmbedInput, to: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* checkFolder(to)
  if (Option.isNone(checkpoint)) {
    if (!resume) return undefined
    return yield* new UsageProblem({ problem: "--resume is given without --checkpoint", hint: "name the folder" })
  }
  const folder = checkpoint.value, file = paths.join(folder, "simclr.checkpoint")
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  const there = yield* fs.exists(file).pipe(Effect.mapError(toFileProblem(file)))
  if (there === resume) return file
  const problem = there ? `there is a checkpoint in ${folder}` : `there is no checkpoint in ${folder}`
  const hint = there ? "go on from it with --resume, or name another folder" : "leave --resume out"
  return yield* new UsageProblem({ problem, hint })
})

/** What a pretraining is told. */
export const optionsOf = (
  { batch, depth, epochs, flip, projection, rate, stem, temperature, width }: Spec,
  seed: number,
  file: string | undefined
): Simclr.Options => ({
  network: network({ kind: "resnet", depth, stem, width }),
  recipe: recipe({
    ...recipes.simclr,
    epochs,
    batch,
    rate: rate ?? recipes.simclr.rate * batch / recipes.simclr.batch
  }),
  views: Simclr.views({ flip }),
  temperature,
  projection,
  seed,
  ...(file !== undefined && { checkpoint: { file } })
})

/** Where labels are known, neighbors say how good the features are; the training never sees them. */
const monitorOf = ({ classNames, items, labels, test }: Found, epochs: number) => {
  if (labels === undefined || test?.labels === undefined) return {}
  const bank = { items: first(items, 5000), labels: labels.subarray(0, 5000) }
  const held = { items: first(test.items, 1000), labels: test.labels.subarray(0, 1000) }
  const every = Math.max(1, Math.floor(epochs / 10))
  return { monitor: { bank, test: held, classes: classNames.length, every } }
}

const first = (items: Found["items"], count: number): Found["items"] => {
  const width = items.data.length / items.rows, rows = Math.min(items.rows, count)
  return { ...items, rows, data: items.data.subarray(0, rows * width) }
}

const save = (model: Model, input: EmbedInput, spec: Spec, to: string) =>
  saveWhole(model, to, {
    classNames: [],
    simclr: { ...spec },
    seed: input.seed,
    items: { from: input.items, split: input.split },
    versions
  })

/** What can go wrong with it. */
export type Failure = PretrainingError | FileProblem | ModelFileError | UsageProblem

/** What it works with. */
export type Needs =
  | TensorBackend.TensorBackend
  | FileSystem.FileSystem
  | Path.Path
  | Scope.Scope
  | Stdio.Stdio

/** Trains the encoder, telling how it is doing, and saves it where asked to. It lives as long as the scope. */
export const trainSimclr = Effect.fn("trainSimclr")(function*(
  spec: Spec,
  found: Found,
  input: EmbedInput,
  to: string
): Effect.fn.Return<Ready<Items>, Failure, Needs> {
  const file = yield* checkPlaces(input, to)
  const options = { ...optionsOf(spec, input.seed, file), ...monitorOf(found, spec.epochs) }
  const { epochs, model, resumed } = yield* Simclr.pretrain(found.fit, options)
  if (resumed > 0) yield* note(`going on after epoch ${resumed}`)
  yield* Stream.runForEach(epochs, (event) => {
    const how = event.knn === undefined ? undefined : `neighbors right ${event.knn.toFixed(3)}`
    return show(told(event, how, found.fit.rows), event.epoch, event.epochs)
  })
  yield* save(model, input, spec, to)
  const about = { simclr: { ...spec }, seed: input.seed, saved: to }
  return { encoder: yield* modelEncoder(model), cached: false, about }
})
