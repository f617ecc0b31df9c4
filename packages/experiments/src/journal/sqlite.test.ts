import { assert, describe, it } from "@effect/vitest"
import * as Journal from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { spawnSync } from "node:child_process"
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { layerJournal, openJournal, readJournal } from "./sqlite.ts"

const end = (rounds: number): Journal.End => ({ _tag: "Finished", rounds, labeled: 0 })

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-journal-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const inFolder = <A, E>(body: (path: string) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.scoped(Effect.flatMap(folder, (path) => body(join(path, "run.db"))))

const write = (path: string, ...rounds: ReadonlyArray<number>) =>
  Effect.scoped(Effect.gen(function*() {
    const { journal } = yield* openJournal(path)
    return yield* Effect.forEach(rounds, (n) => journal.append(end(n), { train: n }))
  }))

const roundsOf = (entries: ReadonlyArray<Journal.Entry>) => entries.map(({ event }) => (event as Journal.End).rounds)

/** The files of a journal as a kill of the process would leave them: copied while the writer is at work. */
const cut = (from: string, to: string) => {
  for (const suffix of ["", "-wal", ".head"]) copyFileSync(from + suffix, to + suffix)
}

/** Changes the database behind the journal's back. */
const tamper = (path: string, sql: string) => {
  const database = new DatabaseSync(path)
  database.exec(`DROP TRIGGER event_is_final; DROP TRIGGER event_stays; ${sql}`)
  database.close()
}

/** Opens and closes; what it found does not matter. */
const reader = <A>(open: Effect.Effect<A, Journal.JournalError, Scope.Scope>) => Effect.scoped(Effect.asVoid(open))

describe("openJournal", () => {
  it.effect("keeps what was appended, numbered from 1, with times beside it", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* write(path, 7, 8)
      yield* write(path, 9)
      assert.isFalse(existsSync(`${path}-wal`), "the log is folded in when the journal is closed")
      const { entries, gap, owner } = yield* readJournal(path)
      assert.deepStrictEqual(entries, [7, 8, 9].map((n, i) => ({ seq: i + 1, event: end(n), timing: { train: n } })))
      assert.deepStrictEqual([gap, owner], [undefined, undefined])
    })))

  it.effect("refuses a second writer by name, and lets readers in meanwhile", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      const { journal } = yield* openJournal(path)
      yield* journal.append(end(1))
      const error = yield* Effect.flip(Effect.scoped(openJournal(path)))
      assert.strictEqual(error.reason._tag === "Locked" ? error.reason.owner?.pid : undefined, process.pid)
      assert.include(error.message, `process ${process.pid}`)
      assert.deepStrictEqual(roundsOf((yield* readJournal(path)).entries), [1])
      yield* journal.append(end(2))
      assert.deepStrictEqual(roundsOf((yield* readJournal(path)).entries), [1, 2])
    })))

  it.effect("takes over from a writer that died", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      const module = new URL("./sqlite.ts", import.meta.url).href
      const script = `
        import { openJournal } from ${JSON.stringify(module)}
        import * as Effect from "effect/Effect"
        await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
          const { journal } = yield* openJournal(${JSON.stringify(path)})
          yield* journal.append({ _tag: "Finished", rounds: 4, labeled: 0 })
          process.kill(process.pid, "SIGKILL")
          yield* Effect.never
        })))`
      const cwd = new URL("../../../models", import.meta.url).pathname
      const { pid, signal } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], { cwd })
      assert.strictEqual(signal, "SIGKILL")
      const { abandoned, gap, journal } = yield* openJournal(path)
      assert.deepStrictEqual([abandoned?.pid, gap], [pid, undefined])
      assert.deepStrictEqual(roundsOf(yield* journal.events), [4])
    })))

  it.effect("reports the events that SQLite dropped, and goes on before them", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      const copy = `${path}.copy`
      const { journal } = yield* openJournal(path)
      for (const n of [1, 2, 3, 4]) {
        yield* journal.append(end(n))
        if (n === 2) cut(path, `${copy}2`)
      }
      cut(path, copy)
      // All that came after event 2 is damaged.
      const log = readFileSync(`${copy}-wal`)
      writeFileSync(`${copy}-wal`, log.fill(0xAA, readFileSync(`${copy}2-wal`).length))

      const lost = { _tag: "Lost", from: 3, to: 4 } as const
      const seen = yield* readJournal(copy)
      assert.deepStrictEqual([seen.gap, roundsOf(seen.entries)], [lost, [1, 2]])
      yield* Effect.scoped(Effect.gen(function*() {
        const { gap, journal } = yield* openJournal(copy)
        assert.deepStrictEqual(gap, lost)
        yield* journal.append(end(33))
      }))
      const healed = yield* readJournal(copy)
      assert.deepStrictEqual([healed.gap, roundsOf(healed.entries)], [undefined, [1, 2, 33]])
    })))

  it.effect("notices that the whole log is gone", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      const { journal } = yield* openJournal(path)
      yield* journal.append(end(1))
      cut(path, `${path}.copy`)
      rmSync(`${path}.copy-wal`)
      const { gap } = yield* openJournal(`${path}.copy`)
      assert.deepStrictEqual(gap, { _tag: "Lost", from: 1, to: 1 })
    })))

  it.effect("needs no report when it ended between the event and the count", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* write(path, 1, 2)
      const before = readFileSync(`${path}.head`)
      yield* write(path, 3)
      writeFileSync(`${path}.head`, before)
      const { gap, journal } = yield* openJournal(path)
      assert.deepStrictEqual([gap, roundsOf(yield* journal.events)], [undefined, [1, 2, 3]])
    })))

  it.effect("says so when the counter is gone", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* write(path, 1, 2)
      rmSync(`${path}.head`)
      const { gap } = yield* Effect.scoped(openJournal(path))
      assert.deepStrictEqual(gap, { _tag: "NoHead", events: 2 })
      assert.strictEqual((yield* Effect.scoped(openJournal(path))).gap, undefined, "it is there again")
    })))

  const damages = [
    ["changed", "UPDATE event SET body = replace(body, '\"rounds\":2', '\"rounds\":5') WHERE seq = 2", 2],
    ["whose time was changed", "UPDATE event SET timing = '{}' WHERE seq = 3", 3],
    ["missing", "DELETE FROM event WHERE seq = 1", 1],
    ["exchanged", "UPDATE event SET seq = 9 WHERE seq = 2", 2]
  ] as const

  it.effect.each(damages)("names an event that is %s", ([, sql, seq]) =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* write(path, 1, 2, 3)
      tamper(path, sql)
      for (const open of [reader(openJournal(path)), reader(readJournal(path))]) {
        const error = yield* Effect.flip(open)
        assert.deepInclude(error.reason, { _tag: "Corrupt", path, seq })
        assert.include(error.message, `event ${seq}`)
      }
    })))

  it.effect("refuses a counter of another journal", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* write(path, 1, 2)
      yield* write(`${path}2`, 3, 4)
      copyFileSync(`${path}2.head`, `${path}.head`)
      const error = yield* Effect.flip(Effect.scoped(openJournal(path)))
      assert.deepInclude(error.reason, { _tag: "Corrupt", path, seq: 2 })
    })))

  it.effect("refuses what is no journal, and leaves it alone", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      writeFileSync(path, "not a database, but a text that is long enough to be looked at by SQLite")
      const other = new DatabaseSync(`${path}2`)
      other.exec("CREATE TABLE mine (x)")
      other.close()
      for (const file of [path, `${path}2`]) {
        const before = readFileSync(file)
        for (const open of [reader(openJournal(file)), reader(readJournal(file))]) {
          assert.strictEqual((yield* Effect.flip(open)).reason._tag, "Unreadable")
        }
        assert.deepStrictEqual(readFileSync(file), before)
      }
      assert.strictEqual((yield* Effect.flip(readJournal(`${path}3`))).reason._tag, "Unreadable")
    })))

  it.effect("writes nothing more once an event could not be written", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      const { journal } = yield* openJournal(path)
      yield* journal.append(end(1))
      tamper(path, "INSERT INTO event VALUES (2, '{}', '{}', '')")
      const first = yield* Effect.flip(journal.append(end(2)))
      assert.deepInclude(first.reason, { _tag: "Corrupt", path, seq: 2 })
      const database = new DatabaseSync(path)
      database.exec("DELETE FROM event WHERE seq = 2")
      database.close()
      assert.strictEqual(yield* Effect.flip(journal.append(end(2))), first)
    })))
})

describe("layerJournal", () => {
  it.effect("is the journal of the file", () =>
    inFolder(Effect.fnUntraced(function*(path) {
      yield* Effect.flatMap(Journal.Journal, ({ append }) => append(end(6))).pipe(
        Effect.provide(layerJournal(path), { local: true })
      )
      assert.deepStrictEqual(roundsOf((yield* readJournal(path)).entries), [6])
    })))
})
