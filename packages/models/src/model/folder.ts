/**
 * The folder of a trained model: the model, and what it was trained on.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { type FolderKind, replaceWhole } from "@marginalia/datasets/files/whole-folder"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { FITTED_FILES } from "../encoder/fitted-store.ts"
import type { Model } from "./Model.ts"
import { save as saveModel } from "./store.ts"

/** What `training.json` says of a model, beside what the model knows itself. */
export interface TrainedOn {
  /** The names of its classes, by number; empty where they have none. */
  readonly classNames: ReadonlyArray<string>
  /** Anything else that JSON keeps: settings, accuracy, versions. */
  readonly [key: string]: unknown
}

/** The file in a model's folder that says what it was trained on. */
export const TRAINED_ON = "training.json"

const PARTS = new Set(["model.json", "weights.bin", TRAINED_ON, ...Object.values(FITTED_FILES)])

/** A model's folder: what may be replaced by one. */
export const MODEL_FOLDER: FolderKind = { name: "a model", parts: PARTS }

/**
 * Writes a `model` into `folder`, with what it was trained on (`about`) as `training.json`, whole or not at all: readers see
 * the former model or the new one. Fails with `FileProblem` where something else than a model is there or the disk is in the
 * way, and with `ModelFileError`.
 */
export const saveWhole = Effect.fn("saveWhole")(function*(model: Model, folder: string, about: TrainedOn) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError(toFileProblem(folder))
  yield* replaceWhole(folder, (made) =>
    Effect.gen(function*() {
      yield* saveModel(model, made)
      yield* fs.writeFileString(paths.join(made, TRAINED_ON), JSON.stringify(about, null, 2) + "\n").pipe(fail)
    }), MODEL_FOLDER)
})

const About = Schema.fromJsonString(Schema.Struct({ classNames: Schema.Array(Schema.String) }))

/**
 * The names of the classes of the model in `folder`, as they were written when it was trained, by number; undefined where there
 * are none, or not as many as the model has `classes`. Never fails.
 */
export const classNamesOf = Effect.fn("classNamesOf")(function*(folder: string, classes: number) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const names = yield* fs.readFileString(paths.join(folder, TRAINED_ON)).pipe(
    Effect.flatMap(Schema.decodeEffect(About)),
    Effect.map(({ classNames }) => classNames),
    Effect.orElseSucceed((): ReadonlyArray<string> => [])
  )
  return names.length === classes ? names : undefined
})
