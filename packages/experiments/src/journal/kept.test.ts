import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Journal from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { unitOf } from "../../test/unit.ts"
import { readJournal } from "../journal.ts"
import { makeRunTask } from "../work/run-task.ts"
import { openToRead, rowsOf } from "./database.ts"
import { entriesOf, type KeptEvent, keptJournal } from "./kept.ts"
import { openJournal } from "./sqlite.ts"

const unit = unitOf({ rounds: 2, strategy: { name: "margin", text: "margin" } })

/** What a task told that its journal is kept elsewhere. */
const keptBy = (events: ReadonlyArray<KeptEvent>) =>
  Effect.gen(function*() {
    const kept: Array<KeptEvent> = [...events], tags: Array<string> = []
    const run = makeRunTask({
      scope: yield* Effect.scope,
      threads: 1,
      keep: (_, event) => Effect.sync(() => void kept.push(event))
    })
    yield* run({ index: 0, unit, path: "", plugins: [], events, variant: "simd" }, ({ _tag }) =>
      Effect.sync(() => void tags.push(_tag)))
    return { kept, tags }
  })

const fileOf = (path: string) => {
  const database = openToRead(path)
  const rows = rowsOf(database)
  database.close()
  return rows
}

describe("a journal that somebody else keeps", () => {
  it.effect("has the events of a file's, goes on from any of them, and only replays at the end", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, file = join(path, "0.db")
      const run = makeRunTask({ scope: yield* Effect.scope, threads: 1 })
      yield* run({ index: 0, unit, path: file, plugins: [], variant: "simd" }, () => Effect.void)
      const whole = fileOf(file).map(({ body }) => body)
      const { kept, tags } = yield* keptBy([])
      assert.deepStrictEqual(kept.map(({ body }) => body), whole)
      assert.deepStrictEqual(tags, ["Round", "Round", "Done"])
      for (const events of [1, 2, kept.length]) {
        const again = yield* keptBy(kept.slice(0, events))
        assert.deepStrictEqual(again.kept.map(({ body, seq }) => [seq, body]), whole.map((body, i) => [i + 1, body]))
        assert.deepStrictEqual(again.tags, tags)
      }
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("refuses events that are missing or cannot be", () =>
    Effect.gen(function*() {
      const { kept } = yield* keptBy([])
      const missing = yield* Effect.flip(entriesOf(kept.slice(1)))
      assert.match(missing.message, /event 1 cannot be: it is missing; event 2 follows/)
      const wrong = kept.map((event) => ({ ...event, body: event.body.replace("\"classes\":10", "\"classes\":1") }))
      assert.match((yield* Effect.flip(entriesOf(wrong))).message, /cannot be/)
      const journal = yield* keptJournal(kept.slice(0, 1), () =>
        Effect.fail(new Journal.JournalError({ reason: { _tag: "Unwritable", path: "x", cause: "no" } })))
      yield* Effect.flip(journal.append({ _tag: "Finished", rounds: 0, labeled: 0 }))
      assert.lengthOf(yield* journal.events, 1)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.live("is written out as the same bytes by whoever writes it, and whenever", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, { kept } = yield* keptBy([])
      const entries = yield* entriesOf(kept)
      const bytes = yield* Effect.forEach(["a.db", "b.db"], (name) =>
        Effect.gen(function*() {
          const { journal } = yield* openJournal(join(path, name))
          for (const { event, timing } of entries) yield* journal.append(event, timing)
          // The next writer comes at another time.
          yield* Effect.sleep(2)
        }).pipe(
          Effect.scoped,
          Effect.map(() => readFileSync(join(path, name)))
        ))
      assert.isTrue(bytes[0]!.equals(bytes[1]!))
      assert.lengthOf((yield* readJournal(join(path, "a.db"))).entries, kept.length)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
