import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { database, inQueue, Server, withServer } from "../test/world.ts"
import { Queue } from "./database.ts"
import type { QueueError } from "./errors.ts"
import { queuedRuns } from "./index.ts"

const open = (address: string) => Effect.flip(inQueue(address, Queue)) as Effect.Effect<QueueError>

/** Does something to the database, as its owner. */
const alter = (address: string, statements: ReadonlyArray<string>) =>
  inQueue(address, Effect.flatMap(Queue, ({ sql }) => Effect.forEach(statements, (one) => sql.unsafe(one))))

withServer("a queue that cannot be opened", (it) => {
  it.effect("says why and what to do, and no password", () =>
    Effect.gen(function*() {
      const { password, port } = yield* Server, address = yield* database
      const user = `reader_${process.pid}`
      yield* alter(address, [
        `CREATE ROLE ${user} LOGIN PASSWORD 'x'`,
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public"
      ])
      const at = (who: string, where = "postgres") => `postgres://${who}@127.0.0.1:${port}/${where}`
      const name = address.slice(address.lastIndexOf("/") + 1), secret = encodeURIComponent(password)
      const cases: ReadonlyArray<readonly [address: string, reason: string, says: RegExp]> = [
        [at("marginalia:wrong-one"), "Password", /the server refuses the password; .*PGPASSWORD/],
        [at(`marginalia:${secret}`, "nowhere"), "Database", /no such database; create it/],
        [
          `postgres://marginalia:${secret}@127.0.0.1:1/x`,
          "Unreachable",
          /nothing listens there; is PostgreSQL running/
        ],
        [at(`${user}:x`, name), "Rights", /this user may not do that in the database; grant it/]
      ]
      for (const [wrong, reason, says] of cases) {
        const error = yield* open(wrong)
        assert.deepStrictEqual([error._tag, error.reason, error.exitCode], ["QueueError", reason, 2], wrong)
        assert.match(error.message, says)
        for (const text of [error.message, JSON.stringify(error), String(error.cause)]) {
          assert.notInclude(text, "wrong-one")
          assert.notInclude(text, secret)
          assert.notInclude(text, password)
        }
      }
    }).pipe(Effect.scoped), 60_000)

  it.effect("is told from one that is empty, and from one of another version", () =>
    Effect.gen(function*() {
      const address = yield* database
      assert.deepStrictEqual(yield* inQueue(address, queuedRuns()), [])
      yield* alter(address, ["UPDATE marginalia_layout SET version = 2"])
      const newer = yield* open(address)
      assert.strictEqual(newer.reason, "Layout")
      assert.match(newer.message, /layout 2, and this marginalia knows 1; a newer marginalia made them/)
      const other = yield* database
      yield* alter(other, ["DROP TABLE marginalia_layout"])
      const older = yield* open(other)
      assert.match(older.message, /layout 0, .*export its experiments with that version/)
    }).pipe(Effect.scoped), 60_000)
})
