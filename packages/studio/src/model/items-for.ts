/**
 * Items for a model that was exported from a labeling project, which says how they are to be embedded. Tested in
 * packages/cli/test/label.test.ts and in model/export.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { readEmbeddingAbout } from "@marginalia/datasets/files/embedding-about"
import { readSource } from "@marginalia/datasets/files/source"
import { fromMatrix } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems, ItemsOptions } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import { readAbout } from "./about.ts"
import { readNewItems } from "./apply.ts"

/** Settings that say nothing to such a model, which takes items as they were labeled. */
const checkSettings = (options: ItemsOptions) => {
  const wrong = (["split", "folder", "size", "shape", "features", "skipBad", "labels"] as const).find((name) =>
    options[name] !== undefined && options[name] !== false
  )
  if (wrong === undefined) return Effect.void
  const setting = Message.setting(wrong, wrong === "labels" ? { value: "none" } : {})
  const problem = Message
    .text`${setting} says nothing to a model of a labeling project, which takes items as they were labeled`
  return Effect.fail(new UsageProblem({ problem, hint: "leave it out", reason: "Idle", setting: wrong }))
}

/** Whether the items are vectors already, which their description says: they are looked at as those of any model. */
const isEmbedded = Effect.fnUntraced(function*(path: string) {
  if (!/\.npy$/i.test(path)) return false
  const { sha256 } = yield* readSource(path)
  return (yield* readEmbeddingAbout(path, sha256)) !== undefined
})

/**
 * The items of a `name`, embedded as those that were labeled, for the exported model in the folder `model`; undefined where it
 * is no such model, or they are embedded already. `options` say how they are read, by default nothing. Says to `Notices` which
 * could not be read. Fails with `UsageProblem` for settings that say nothing to such a model, and as the readers do.
 */
export const readItemsFor = Effect.fn("studio.readItemsFor")(
  function*(model: string, name: string, options: ItemsOptions = {}) {
    const about = yield* readAbout(model)
    if (about === undefined || (yield* isEmbedded(name))) return undefined
    yield* checkSettings(options)
    const { idColumn, labelColumn, noHeader, white } = options
    const read = yield* readNewItems(model, about, {
      path: name,
      idColumn,
      labelColumn,
      ...(noHeader === true ? { noHeader } : {}),
      white
    })
    const { bad, ids, matrix } = read
    for (const { item, problem } of bad.slice(0, 20)) yield* note(`note: ${ids[item]!}: ${problem}`)
    if (bad.length > 0) yield* note(`note: ${counted(bad.length, "item")} could not be read, and count as black`)
    const items = fromMatrix(matrix)
    const found: FoundItems = {
      name: read.name,
      kind: "pool",
      split: "all",
      rowNumbers: ids.every((id, row) => id === String(row)),
      classNames: [],
      embedding: about.embedding,
      items,
      ids,
      fit: items,
      test: undefined
    }
    return found
  }
)
