import { assert, describe, it } from "@effect/vitest"
import { journalPath, settingsPath } from "@marginalia/studio/project/files"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ask } from "./ask.ts"
import type { LabelInput } from "./flags.ts"

const input = (change: Partial<LabelInput>): LabelInput => ({
  source: Option.none(),
  classes: Option.none(),
  encoder: Option.none(),
  strategy: Option.none(),
  labels: Option.none(),
  project: Option.none(),
  name: Option.none(),
  measure: Option.none(),
  overlap: Option.none(),
  sample: Option.none(),
  textColumn: Option.none(),
  idColumn: Option.none(),
  shape: Option.none(),
  demo: false,
  newToken: false,
  plugin: [],
  open: false,
  host: "127.0.0.1",
  port: 0,
  seed: 0,
  quiet: true,
  ...change
} as LabelInput)

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

describe("ask", () => {
  it.effect("goes on with a project that is named in the place of a source, or alone", () =>
    Effect.gen(function*() {
      const folder = yield* project
      const named = yield* ask(input({ source: Option.some(folder) }))
      assert.deepStrictEqual([named.folder, named.source], [folder, undefined])
      const alone = yield* ask(input({ project: Option.some(folder) }))
      assert.deepStrictEqual([alone.folder, alone.source], [folder, undefined])
    }))

  it.effect("labels what is no project, into a folder of its name", () =>
    Effect.gen(function*() {
      const asked = yield* ask(input({ source: Option.some("some photos/") }))
      assert.deepStrictEqual([asked.folder, asked.source?.path], ["./some photos.marginalia", "some photos/"])
      const demo = yield* ask(input({ demo: true }))
      assert.deepStrictEqual([demo.folder, demo.source?.path], ["./demo.marginalia", "digits"])
      assert.match((yield* Effect.flip(ask(input({})))).message, /nothing is said to label/)
    }))

  it.effect("refuses shares, ports and classes that cannot be", () =>
    Effect.gen(function*() {
      const source = Option.some("photos")
      for (
        const [change, message] of [
          [{ measure: Option.some(0.95) }, /measure is 0.95/],
          [{ overlap: Option.some(-1) }, /overlap is -1/],
          [{ sample: Option.some(-5) }, /sample is -5/],
          [{ port: 70_000 }, /port is 70000/],
          [{ classes: Option.some("a,,b") }, /without a name/],
          [{ classes: Option.some("a,b,a") }, /"a" twice/]
        ] as const
      ) assert.match((yield* Effect.flip(ask(input({ source, ...change })))).message, message)
    }))
})
