import { assert, describe, it } from "@effect/vitest"
import type { JournalError } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { answer, created, folder, label } from "../../test/project.ts"
import type { Trained } from "../session/event.ts"
import { addClass, redo, undo, wishFor } from "./act.ts"
import { journalPath } from "./files.ts"
import { openProject, readProject } from "./project.ts"

const trained: Trained = {
  _tag: "Trained",
  model: 1,
  upTo: 1,
  labels: 0,
  classes: [],
  strategy: "margin",
  order: [3, 1],
  heldOut: [],
  uncertainty: null,
  changed: null,
  ms: 3
}

const tagOf = (error: unknown) => (error as JournalError).reason._tag

/** Opens and closes; what it found does not matter. */
const reading = <A>(open: Effect.Effect<A, JournalError, Scope.Scope>) => Effect.scoped(Effect.asVoid(open))

/** Changes a project's database behind its back. */
const tamper = (path: string, sql: string) => {
  const database = new DatabaseSync(journalPath(path))
  database.exec(`DROP TRIGGER event_is_final; DROP TRIGGER event_stays; ${sql}`)
  database.close()
}

describe("openProject", () => {
  it.live("answers when it is on the disk, and goes on where it was", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      yield* Effect.scoped(Effect.gen(function*() {
        const { act, record, session } = yield* openProject(path, created())
        assert.deepStrictEqual(yield* act(label([3], 0)), { seq: 2, items: [3], added: undefined })
        assert.deepStrictEqual((yield* readProject(path)).session.status(3), { _tag: "Labeled", class: 0 })
        assert.deepStrictEqual(yield* act(addClass("anna", "x", "d")), { seq: 3, items: [3], added: 3 })
        yield* record({ ...trained, upTo: 3 })
        yield* act(label([4, 5], 3))
        assert.strictEqual(session().counts().labeled, 3)
      }))
      const { entries, session } = yield* openProject(path, created(20, { classes: ["other"], seed: 9 }))
      assert.strictEqual(session().status(4)._tag, "Labeled")
      assert.deepStrictEqual(session().vocabulary().classes.map(({ name }) => name), ["a", "b", "c", "d"])
      assert.deepStrictEqual(entries().map(({ event, seq }) => [seq, event._tag]), [
        [1, "Created"],
        [2, "Answered"],
        [3, "ClassAdded"],
        [4, "Trained"],
        [5, "Answered"]
      ])
    })))

  it.live("does nothing twice: an act that is sent again is answered as before", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      yield* Effect.scoped(Effect.gen(function*() {
        const { act, session } = yield* openProject(path, created())
        const wish = label([3], 0)
        const both = yield* Effect.all([act(wish), act(wish)], { concurrency: "unbounded" })
        assert.deepStrictEqual(both.map(({ seq }) => seq), [2, 2])
        yield* act(addClass("anna", "class", "d"))
        yield* act(label([4], 3, { nonce: "later" }))
        assert.deepStrictEqual(yield* act(addClass("anna", "class", "d")), { seq: 3, items: [], added: 3 })
        yield* act(undo("anna", "back"))
        assert.strictEqual((yield* act(undo("anna", "back"))).seq, 5)
        assert.strictEqual(session().counts().labeled, 1)
      }))
      const { act, entries } = yield* openProject(path)
      assert.strictEqual((yield* act(label([4], 3, { nonce: "later" }))).seq, 4)
      assert.strictEqual((yield* act(redo("anna", "forth"))).seq, 6)
      assert.strictEqual((yield* act(redo("anna", "forth"))).seq, 6)
      assert.lengthOf(entries(), 6)
      for (const wish of [label([5], 3, { nonce: "later" }), label([4], 3, { nonce: "later", who: "bo" })]) {
        assert.strictEqual((yield* Effect.flip(act(wish)))._tag, "Refused")
      }
    })))

  it.live("writes what comes in meanwhile together, each in order and none without the others", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      const { act, changes, entries } = yield* openProject(path, created(500))
      const heard = yield* changes
      const wishes = Array.from({ length: 200 }, (_, i) => (i % 50 === 7 ? label([500], 0) : label([i], i % 3)))
      const all = yield* Effect.all(wishes.map((wish) => Effect.result(act(wish))), { concurrency: "unbounded" })
      assert.deepStrictEqual(all.map(({ _tag }) => _tag), wishes.map((_, i) => (i % 50 === 7 ? "Failure" : "Success")))
      assert.lengthOf(entries(), 197)
      assert.lengthOf((yield* readProject(path)).entries, 197)
      assert.deepStrictEqual(
        (yield* PubSub.takeAll(heard)).map(({ entry }) => entry.seq),
        entries().slice(1).map((e) => e.seq)
      )
    })))

  it.live("refuses what cannot be, and writes nothing of it", () =>
    Effect.scoped(Effect.gen(function*() {
      const { act, entries } = yield* openProject(yield* folder, created())
      const wrong = [
        label([20], 0),
        label([1], 7),
        label([], 0),
        label([1, 1], 0),
        undo("anna", "n"),
        redo("anna", "n"),
        addClass("anna", "n", "a"),
        addClass("anna", "n", ""),
        wishFor({ _tag: "ClassesMerged", who: "anna", nonce: "n", from: 1, into: 1 })
      ]
      for (const wish of wrong) assert.strictEqual((yield* Effect.flip(act(wish)))._tag, "Refused")
      assert.lengthOf(entries(), 1)
    })))

  it.live("refuses a second writer, naming the first, and other items", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      yield* Effect.scoped(Effect.gen(function*() {
        yield* openProject(path, created())
        const error = yield* Effect.flip(Effect.scoped(openProject(path, created())))
        assert.strictEqual(tagOf(error), "Locked")
        assert.include(error.message, `process ${process.pid}`)
      }))
      const size = yield* Effect.flip(Effect.scoped(openProject(path, created(21))))
      assert.include(size.message, "it has 21, the project 20")
      const ids = yield* Effect.flip(Effect.scoped(openProject(path, created(20, { ids: "others" }))))
      assert.include(ids.message, "other ids")
      const begun = { size: 20, ids: created().ids }
      const fault = { _tag: "Unfit", path, value: begun, expected: { size: 20, ids: "others" } }
      assert.deepInclude<unknown>((ids as JournalError).reason, fault)
    })))

  it.live("refuses what is no project", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      for (const open of [reading(openProject(path)), reading(readProject(path))]) {
        assert.strictEqual(tagOf(yield* Effect.flip(open)), "Unfit")
      }
      mkdirSync(path)
      writeFileSync(journalPath(path), "no database at all, but long enough to look at")
      for (const open of [reading(openProject(path, created())), reading(readProject(path))]) {
        assert.strictEqual(tagOf(yield* Effect.flip(open)), "Unreadable")
      }
    })))

  it.live("believes no event that is not what was written, or cannot be", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      yield* Effect.scoped(Effect.flatMap(openProject(path, created()), ({ act }) => act(label([3], 0))))
      tamper(path, `UPDATE event SET body = replace(body, '"class":0', '"class":1') WHERE seq = 2`)
      for (const open of [reading(openProject(path)), reading(readProject(path))]) {
        const error = yield* Effect.flip(open)
        assert.strictEqual(tagOf(error), "Corrupt")
        assert.include(error.message, "event 2")
      }
    })))

  it.live("tells of events that were written and are gone", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder, other = `${path}-copy`
      yield* Effect.scoped(
        Effect.flatMap(
          openProject(path, created()),
          ({ act }) => Effect.andThen(act(label([3], 0)), act(label([4], 0)))
        )
      )
      mkdirSync(other)
      for (const suffix of ["", ".head"]) copyFileSync(journalPath(path) + suffix, journalPath(other) + suffix)
      tamper(other, "DELETE FROM event WHERE seq = 3")
      const { oddity, session } = yield* openProject(other)
      assert.include(oddity ?? "", "events 3 to 3")
      assert.strictEqual(session().counts().labeled, 1)
    })))

  it.live("goes on after the disk was full: what was refused was not done, and can be sent again", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      const { act, entries, session } = yield* openProject(path, created())
      yield* act(label([1], 0))
      const other = new DatabaseSync(journalPath(path), { timeout: 0 })
      other.exec("BEGIN IMMEDIATE")
      const wish = label([2], 0)
      const error = yield* Effect.flip(act(wish))
      assert.strictEqual(tagOf(error), "Unwritable")
      assert.deepStrictEqual([session().counts().labeled, entries().length], [1, 2])
      other.exec("ROLLBACK")
      other.close()
      assert.strictEqual((yield* act(wish)).seq, 3)
      assert.strictEqual((yield* act(answer([2], { _tag: "Skip" }))).seq, 4)
    })))

  it.live("is taken over from a server that was killed", () =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* folder
      const script = `
        import * as Effect from "effect/Effect"
        import { openProject } from ${JSON.stringify(new URL("./project.ts", import.meta.url).href)}
        import { created, label } from ${JSON.stringify(new URL("../../test/project.ts", import.meta.url).href)}
        await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
          const { act } = yield* openProject(${JSON.stringify(path)}, created())
          yield* act(label([3], 0))
          process.kill(process.pid, "SIGKILL")
          yield* Effect.never
        })))`
      const cwd = new URL("../..", import.meta.url).pathname
      const { signal } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], { cwd })
      assert.strictEqual(signal, "SIGKILL")
      const { oddity, session } = yield* openProject(path)
      assert.deepStrictEqual([session().counts().labeled, oddity], [1, undefined])
    })))
})
