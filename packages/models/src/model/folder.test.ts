import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { checkFolder as check } from "@marginalia/datasets/files/whole-folder"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { classNamesOf, MODEL_FOLDER } from "./folder.ts"

const checkFolder = (path: string) => check(path, MODEL_FOLDER)

layer(NodeServices.layer)("checkFolder", (it) => {
  it.effect("lets through what is a model, is empty, or is not there yet", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model")
      yield* checkFolder(model)
      mkdirSync(model)
      yield* checkFolder(model)
      for (const name of ["model.json", "weights.bin", "training.json"]) writeFileSync(join(model, name), "")
      yield* checkFolder(model)
      writeFileSync(join(model, "notes.txt"), "")
      assert.match((yield* Effect.flip(checkFolder(model))).message, /holds notes\.txt, which is no part of a model/)
      assert.match((yield* Effect.flip(checkFolder(put("x", "")))).message, /this is a file/)
      assert.match((yield* Effect.flip(checkFolder(join(path, "a", "b")))).message, /the folder above it is not there/)
    }))

  it.effect("refuses the folder that the process works in, by whatever name, though it is empty", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* Effect.acquireRelease(
        Effect.sync(() => process.cwd()),
        (home) => Effect.sync(() => process.chdir(home))
      )
      yield* Effect.sync(() => process.chdir(path))
      for (const name of ["", ".", path]) {
        assert.match((yield* Effect.flip(checkFolder(name))).message, /the folder that you work in/)
      }
      yield* checkFolder("model")
    }))
})

layer(NodeServices.layer)("classNamesOf", (it) => {
  it.effect("are those of the training, or not known", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      assert.isUndefined(yield* classNamesOf(path, 2))
      put("training.json", JSON.stringify({ classNames: ["cat", "dog"], more: 1 }))
      assert.deepStrictEqual(yield* classNamesOf(path, 2), ["cat", "dog"])
      assert.isUndefined(yield* classNamesOf(path, 3))
      put("training.json", "{")
      assert.isUndefined(yield* classNamesOf(path, 1))
    }))
})
