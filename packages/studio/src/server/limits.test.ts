import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { raw, statusOf } from "../../test/raw.ts"
import { browse, openWorld } from "../../test/world.ts"

describe("limits", () => {
  it.live("refuses bodies of 100 MB at once, and closes the line", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld()
      const { cookie, get } = yield* browse(serving, "anna"), { port } = serving
      const head = (more: string) =>
        `POST /api/answers HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`
      const large = yield* Effect.promise(() =>
        raw(port, [head("content-length: 100000000"), Buffer.alloc(1_000_000, 32)], true)
      )
      assert.strictEqual(statusOf(large), 413)
      const waiting = yield* Effect.promise(() =>
        raw(port, [head("content-length: 100000000\r\nexpect: 100-continue")], true)
      )
      assert.strictEqual(statusOf(waiting), 413)
      const chunked = yield* Effect.promise(() =>
        raw(port, [head("transfer-encoding: chunked"), "ffffff\r\n", Buffer.alloc(1_000_000, 32)], true)
      )
      assert.strictEqual(statusOf(chunked), 411)
      for (const length of ["-1", "1e3", "0x10", "9".repeat(40)]) {
        assert.include(
          [400, 413],
          statusOf(yield* Effect.promise(() => raw(port, [head(`content-length: ${length}`)], true)))
        )
      }
      const stranger = yield* Effect.promise(() =>
        raw(port, [
          `POST /api/answers HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 100000000\r\n\r\n`,
          Buffer.alloc(500_000, 32)
        ], true)
      )
      assert.include([401, 413], statusOf(stranger))
      assert.strictEqual(project.entries().filter(({ event }) => event._tag === "Answered").length, 0)
      assert.strictEqual((yield* get("/api/project")).status, 200)
    })))

  it.live("closes the line of who is slow with headers or body, and serves the others meanwhile", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld({ serve: { patience: { headers: 300, request: 600 } } })
      const { cookie, get } = yield* browse(serving, "anna"), { port } = serving
      const slow = Array.from({ length: 40 }, (_, i) =>
        raw(port, [
          i % 2 === 0
            ? "GET / HTTP/1.1\r\nhost: 127.0.0.1"
            : `POST /api/undo HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${cookie}\r\ncontent-length: 50\r\n\r\n{`
        ], true))
      assert.strictEqual((yield* get("/api/project")).status, 200)
      for (const text of yield* Effect.promise(() => Promise.all(slow))) assert.include([408, 400, NaN], statusOf(text))
      assert.strictEqual((yield* get("/api/project")).status, 200)
    })))

  it.live("does not fall over at a thousand requests at once: some are told when to come again", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld({ serve: { rate: { perSecond: 1, atOnce: 300 } } })
      const { get } = yield* browse(serving, "anna")
      const all = yield* Effect.all(Array.from({ length: 1000 }, () => get("/api/project")), { concurrency: 100 })
      const late = all.filter(({ status }) => status === 429)
      assert.strictEqual(all.filter(({ status }) => status === 200).length + late.length, 1000)
      assert.isAbove(late.length, 100)
      assert.isAbove(all.length - late.length, 299)
      for (const { headers } of late) assert.isAtLeast(Number(headers.get("retry-after")), 1)
      yield* Effect.forEach(all, (response) => Effect.promise(() => response.text()), { discard: true })
      const other = yield* browse(serving, "bo")
      assert.strictEqual((yield* other.get("/api/project")).status, 200)
    })))
})
