/**
 * `marginalia label import`.
 */
import { importLabels } from "@marginalia/studio/formats/import"
import { openItems } from "@marginalia/studio/items/open"
import { openProject } from "@marginalia/studio/project/project"
import { readSettings } from "@marginalia/studio/project/settings"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { labelOptions } from "../labels-flags.ts"
import type { ImportInput } from "./flags.ts"

/** Brings labels into a project. Fails, naming the process, where somebody has it open. */
export const importing = Effect.fn("label.import")(function*(input: ImportInput) {
  const { file, folder, name } = input
  const source = yield* readSettings(folder)
  yield* Effect.scoped(Effect.gen(function*() {
    const project = yield* openProject(folder)
    const { ids } = yield* openItems(source)
    const { pool: _pool, ...options } = labelOptions(input, { path: folder, rows: ids.length, ids })
    yield* importLabels(project, ids, file, { who: name, nonce: `import-${randomUUID()}`, options })
  }))
})
