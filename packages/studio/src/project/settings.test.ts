import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readSettings, writeSettings } from "./settings.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-settings-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

describe("settings", () => {
  it.effect("find the items again where both were moved together", () =>
    Effect.gen(function*() {
      const root = yield* folder, project = join(root, "one/p.marginalia")
      mkdirSync(join(root, "one/photos"), { recursive: true })
      mkdirSync(project)
      yield* writeSettings(project, { path: join(root, "one/photos"), textColumn: "body", idColumn: undefined })
      renameSync(join(root, "one"), join(root, "two"))
      assert.deepStrictEqual(yield* readSettings(join(root, "two/p.marginalia")), {
        path: join(root, "two/photos"),
        textColumn: "body"
      })
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("keep a data set's name, and say what is no project", () =>
    Effect.gen(function*() {
      const root = yield* folder
      const error = yield* Effect.flip(readSettings(root))
      assert.include(error.message, "is no labeling project: it has no project.json")
      yield* writeSettings(root, { path: "digits" })
      assert.deepStrictEqual(yield* readSettings(root), { path: "digits" })
      writeFileSync(join(root, "project.json"), "{}")
      assert.include((yield* Effect.flip(readSettings(root))).message, "it is no project of this version")
    }).pipe(Effect.provide(NodeServices.layer)))
})
