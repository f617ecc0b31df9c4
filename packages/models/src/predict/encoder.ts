/**
 * Whether a model sees items as it saw those that it was trained on: embedded by the same encoder. Tested in
 * packages/cli/test/saved-encoder.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import * as Spec from "@marginalia/core/Spec"
import { type EmbeddingAbout, embeddingOf } from "@marginalia/datasets/files/embedding-about"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { TRAINED_ON } from "../model/folder.ts"

/** How the items were embedded that a model was trained on; undefined where nothing says so. */
const embeddingOfModel = Effect.fn("embeddingOfModel")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  return yield* fs.readFileString(paths.join(folder, TRAINED_ON)).pipe(
    Effect.flatMap((text) =>
      Effect.try(() => {
        const { embedding } = JSON.parse(text) as { readonly embedding?: { readonly l2?: unknown } }
        return embeddingOf(embedding, embedding?.l2)
      })
    ),
    Effect.orElseSucceed(() => undefined)
  )
})

const called = ({ hash, l2, text }: EmbeddingAbout): string =>
  `${text}${l2 ? " of length one" : ""} (${hash.slice(0, 12)}…)`

/** What makes of new items what the model knows. */
const advice = ({ l2, saved, text }: EmbeddingAbout): Message.Message => {
  const encoder = saved === undefined ? text : `fitted(${Spec.printValue(saved)})`
  const call = Message.setting("embed", { call: true, value: encoder })
  return Message.text`embed them as these were: ${call}${
    l2 ? Message.text` ${Message.setting("l2", { value: true })}` : ""
  }`
}

const refuse = (problem: string, model: EmbeddingAbout, found: EmbeddingAbout | undefined): UsageProblem =>
  new UsageProblem({ problem, hint: advice(model), reason: "Mismatch", value: found?.text, expected: model.text })

/**
 * Refuses items that were embedded otherwise than those that the model was trained on, and items that were not embedded at
 * all; says so where nothing tells how they were.
 */
export const checkEncoder = Effect.fn("checkEncoder")(function*(folder: string, { embedding, kind, name }: FoundItems) {
  const model = yield* embeddingOfModel(folder)
  if (model === undefined) {
    if (embedding === undefined) return
    return yield* note(
      `note: ${name} holds vectors by ${
        called(embedding)
      }, and nothing says how those were made that the model was trained on`
    )
  }
  const trained = `the model was trained on vectors by ${called(model)}`
  if (kind !== "pool") return yield* refuse(`${trained}, and ${name} is not embedded`, model, undefined)
  if (embedding === undefined) {
    return yield* note(
      `note: ${trained}, and nothing beside ${name} says how it was embedded; if otherwise, its classes are wrong`
    )
  }
  if (embedding.hash === model.hash && embedding.l2 === model.l2) return
  return yield* refuse(`${trained}, and ${name} holds vectors by ${called(embedding)}`, model, embedding)
})
