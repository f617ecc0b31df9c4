import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Asking, readAsked } from "./asked.ts"
import { journalPath, settingsPath } from "./project/files.ts"

const input = (change: Partial<Asking>): Asking => ({ port: 0, ...change })

/** A project's folder, as far as the command looks at it. */
const project = Effect.acquireRelease(
  Effect.sync(() => {
    const folder = mkdtempSync(join(tmpdir(), "marginalia-ask-"))
    writeFileSync(journalPath(folder), "")
    writeFileSync(settingsPath(folder), "{}")
    return folder
  }),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

describe("readAsked", () => {
  it.effect("goes on with a project that is named in the place of a source, or alone", () =>
    Effect.gen(function*() {
      const folder = yield* project
      const named = yield* readAsked(input({ source: folder }))
      assert.deepStrictEqual([named.folder, named.source], [folder, undefined])
      const alone = yield* readAsked(input({ project: folder }))
      assert.deepStrictEqual([alone.folder, alone.source], [folder, undefined])
    }))

  it.effect("labels what is no project, into a folder of its name", () =>
    Effect.gen(function*() {
      const asked = yield* readAsked(input({ source: "some photos/" }))
      assert.deepStrictEqual([asked.folder, asked.source?.path], ["./some photos.marginalia", "some photos/"])
      const demo = yield* readAsked(input({ demo: true }))
      assert.deepStrictEqual([demo.folder, demo.source?.path], ["./demo.marginalia", "digits"])
      assert.match((yield* Effect.flip(readAsked(input({})))).message, /nothing is said to label/)
    }))

  it.effect("refuses shares, ports and classes that cannot be", () =>
    Effect.gen(function*() {
      const source = "photos"
      for (
        const [change, message] of [
          [{ measure: 0.95 }, /`measure` is 0.95/],
          [{ overlap: -1 }, /`overlap` is -1/],
          [{ sample: -5 }, /`sample` is -5/],
          [{ port: 70_000 }, /`port` is 70000/],
          [{ classes: "a,,b" }, /without a name/],
          [{ classes: "a,b,a" }, /"a" twice/]
        ] as const
      ) assert.match((yield* Effect.flip(readAsked(input({ source, ...change })))).message, message)
    }))
})
