import { assert, describe } from "@effect/vitest"
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { bytes, etag, live, md5, quick, world } from "../../test/fetching.ts"
import { fetchFile } from "./fetch.ts"

describe("fetchFile", () => {
  live("fetches a whole file, says how far it is, and leaves nothing beside it", () =>
    Effect.gen(function*() {
      const { asked, fetch, left, path } = yield* world({ bytes, etag })
      const events: Array<{ readonly step: string; readonly done: number; readonly total: number }> = []
      const report = (event: (typeof events)[number]) => Effect.sync(() => void events.push(event))
      yield* fetch({ bytes: bytes.length }).pipe(Effect.provideService(Progress, { report }))
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
      assert.deepStrictEqual(left(), ["x"])
      assert.deepStrictEqual(events.at(-1), { step: "x  0.3 of 0.3 MB", done: 300_000, total: 300_000 })
      assert.deepStrictEqual(events.map(({ done }) => done), events.map(({ done }) => done).sort((a, b) => a - b))
      const [{ headers }] = asked as [(typeof asked)[0]]
      assert.deepStrictEqual([headers["accept-encoding"], headers.range, headers["traceparent"]], [
        "identity",
        undefined,
        undefined
      ])
    }))

  live("goes on where the connection broke, as often as it breaks, while bytes come", () =>
    Effect.gen(function*() {
      const piece = { bytes, etag, cut: 40_000 }
      const { asked, fetch, left, path, ranges } = yield* world(piece, piece, piece, piece, piece, piece, {
        bytes,
        etag
      })
      yield* fetch({}, { ...quick, retries: 1 })
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
      assert.deepStrictEqual(left(), ["x"])
      assert.deepStrictEqual(ranges().slice(1), [1, 2, 3, 4, 5, 6].map((n) => `bytes=${n * 40_000}-`))
      assert.deepStrictEqual(new Set(asked.slice(1).map(({ ifRange }) => ifRange)), new Set([etag]))
    }))

  live(
    "gives up after breaks without a byte, keeps what is here, and a later call goes on from it",
    () =>
      Effect.gen(function*() {
        const { fetch, left, path, ranges, serve } = yield* world({ bytes, etag, cut: 1000 }, { bytes, etag, cut: 0 })
        const error = yield* Effect.flip(fetch())
        assert.match(error.message, /\/x: .*; 1 kB are kept: the same command goes on from there$/)
        assert.deepStrictEqual(ranges().length, 4)
        assert.deepStrictEqual(left(), ["x.part", "x.part.json"])
        serve("/x", { bytes, etag })
        yield* fetch()
        assert.deepStrictEqual([ranges().at(-1), left()], ["bytes=1000-", ["x"]])
        assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
      })
  )

  live("starts anew where the file changed meanwhile", () =>
    Effect.gen(function*() {
      const old = bytes.map((byte) => byte ^ 1)
      const { asked, fetch, path, ranges } = yield* world({ bytes: old, etag: "\"v0\"", cut: 5000 }, { bytes, etag })
      yield* fetch()
      assert.deepStrictEqual([ranges()[1], asked[1]!.ifRange], ["bytes=5000-", "\"v0\""])
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
    }))

  live("asks on where the server gives less than was asked for", () =>
    Effect.gen(function*() {
      const { fetch, path, ranges } = yield* world({ bytes, etag, cut: 100_000 }, { bytes, etag, limit: 100_000 })
      yield* fetch({}, { ...quick, retries: 1 })
      assert.deepStrictEqual(ranges(), [undefined, "bytes=100000-", "bytes=200000-"])
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
    }))

  live("starts anew where the server knows no ranges", () =>
    Effect.gen(function*() {
      const { fetch, path, ranges } = yield* world({ bytes, etag, cut: 5000 }, { bytes, etag, whole: true })
      yield* fetch()
      assert.strictEqual(ranges()[1], "bytes=5000-")
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
    }))

  live(
    "knows a version by its date where there is no strong tag, and resumes on trust only where a checksum tells",
    () =>
      Effect.gen(function*() {
        const lastModified = "Sat, 01 Jan 2022 00:00:00 GMT"
        const dated = yield* world({ bytes, etag: "W/\"v1\"", lastModified, cut: 5000 }, { bytes, lastModified })
        yield* dated.fetch({})
        assert.deepStrictEqual([dated.ranges()[1], dated.asked[1]!.ifRange], ["bytes=5000-", lastModified])
        const trusted = yield* world({ bytes, cut: 5000 }, { bytes })
        yield* trusted.fetch()
        assert.deepStrictEqual([trusted.ranges()[1], trusted.asked[1]!.ifRange], ["bytes=5000-", undefined])
        const unsure = yield* world({ bytes, cut: 5000 }, { bytes })
        const urls = [`${unsure.url}/x`] as const
        yield* fetchFile({ name: "x", urls }, unsure.path, quick)
        assert.strictEqual(unsure.ranges()[1], undefined)
        assert.deepStrictEqual(new Uint8Array(readFileSync(unsure.path)), bytes)
      })
  )

  live("takes a mixture of two versions for one: fetches once more, whole", () =>
    Effect.gen(function*() {
      const { fetch, left, path, ranges } = yield* world({ bytes: bytes.map((byte) => byte ^ 1), cut: 5000 }, { bytes })
      yield* fetch()
      assert.deepStrictEqual(ranges(), [undefined, "bytes=5000-", undefined])
      assert.deepStrictEqual([new Uint8Array(readFileSync(path)), left()], [bytes, ["x"]])
    }))

  live("refuses another file than the published one, and keeps nothing of it", () =>
    Effect.gen(function*() {
      const { fetch, left, ranges } = yield* world({ bytes: bytes.map((byte) => byte ^ 1), etag })
      assert.match(
        (yield* Effect.flip(fetch())).message,
        new RegExp(`/x: md5:[0-9a-f]{32} instead of ${md5}, so it is not the published file and was not kept$`)
      )
      assert.deepStrictEqual([left(), ranges().length], [[], 1])
      assert.match((yield* Effect.flip(fetch({ bytes: 7 }))).message, /300000 bytes instead of 7 bytes/)
      assert.deepStrictEqual(left(), [])
    }))

  live("checks the size of a body without a length", () =>
    Effect.gen(function*() {
      const { fetch, left } = yield* world({ bytes, chunked: true })
      assert.match((yield* Effect.flip(fetch({ bytes: 7 }))).message, /more than \d+ bytes instead of 7 bytes/)
      yield* fetch()
      assert.deepStrictEqual(left(), ["x"])
    }))

  live("finishes a part that is whole already", () =>
    Effect.gen(function*() {
      const { fetch, left, path, url } = yield* world({ bytes, etag })
      writeFileSync(`${path}.part`, bytes)
      writeFileSync(`${path}.part.json`, JSON.stringify({ url: `${url}/x`, validator: etag }))
      yield* fetch()
      assert.deepStrictEqual([left(), new Uint8Array(readFileSync(path))], [["x"], bytes])
    }))

  live("forgets a part that is longer than the file, or of another address", () =>
    Effect.gen(function*() {
      for (const [length, from] of [[300_001, "/x"], [10, "/y"]] as const) {
        const { fetch, left, path, ranges, url } = yield* world({ bytes, etag })
        writeFileSync(`${path}.part`, new Uint8Array(length))
        writeFileSync(`${path}.part.json`, JSON.stringify({ url: url + from, validator: etag }))
        yield* fetch()
        assert.strictEqual(ranges().at(-1), undefined)
        assert.lengthOf(ranges(), from === "/x" ? 2 : 1)
        assert.deepStrictEqual([left(), new Uint8Array(readFileSync(path))], [["x"], bytes])
      }
    }))

  live("does not ask again where the answer is no", () =>
    Effect.gen(function*() {
      const { asked, fetch, left } = yield* world({ status: 404 })
      assert.match((yield* Effect.flip(fetch())).message, /\/x: there is nothing here any more \(status 404\); see/)
      assert.deepStrictEqual([asked.length, left()], [1, []])
    }))

  live("waits for a busy server", () =>
    Effect.gen(function*() {
      const { asked, fetch, left } = yield* world({ status: 503 }, { status: 429 }, { bytes, etag })
      yield* fetch()
      assert.deepStrictEqual([asked.length, left()], [3, ["x"]])
      const never = yield* world({ status: 500 })
      assert.match((yield* Effect.flip(never.fetch())).message, /the server is busy \(status 500\); try again later/)
    }))

  live("follows redirects, and tries the next address", () =>
    Effect.gen(function*() {
      const { asked, fetch, left, serve, url } = yield* world({ status: 302, headers: { location: "/elsewhere" } })
      serve("/elsewhere", { bytes, etag })
      yield* fetch({ urls: [`${url}/gone`, `${url}/x`] })
      assert.deepStrictEqual([asked.map(({ path }) => path), left()], [["/gone", "/x", "/elsewhere"], ["x"]])
      const none = yield* Effect.flip(fetch({ urls: [`${url}/gone`, `${url}/away`] }))
      assert.match(none.message, /\/gone: there is nothing/)
    }))

  live(
    "does not follow a server to a file, nor without end, and tries the next address then",
    () =>
      Effect.gen(function*() {
        const { asked, fetch, left, serve, url } = yield* world({
          status: 302,
          headers: { location: "file:///etc/hosts" }
        })
        assert.match(
          (yield* Effect.flip(fetch())).message,
          /\/x: the server sends us to "file:.*", which is not on the web/
        )
        serve("/loop", { status: 307, headers: { location: "/loop" } })
        const loop = yield* Effect.flip(fetch({ urls: [`${url}/loop`] }))
        assert.match(loop.message, /\/loop: it sends us on more than 5 times/)
        assert.deepStrictEqual([asked.length, left()], [7, []])
        serve("/good", { bytes, etag })
        yield* fetch({ urls: [`${url}/x`, `${url}/good`] })
        assert.deepStrictEqual(left(), ["x"])
      })
  )

  live("stops a server that sends more than the file has", () =>
    Effect.gen(function*() {
      const { fetch, left } = yield* world({ bytes, etag, chunked: true, stall: 299_999 })
      const error = yield* Effect.flip(fetch({ bytes: 1000 }))
      assert.match(error.message, /\/x: more than \d+ bytes instead of 1000 bytes, so it is not the published file/)
      assert.notInclude(left(), "x")
    }))

  live("says that there is no connection", () =>
    Effect.gen(function*() {
      const { fetch } = yield* world()
      const error = yield* Effect.flip(fetch({ urls: ["http://127.0.0.1:1/x"] }))
      assert.match(error.message, /^http:\/\/127\.0\.0\.1:1\/x: no connection \(.*ECONNREFUSED.*\); try again later$/)
    }))

  live("takes silence for a break", () =>
    Effect.gen(function*() {
      const { fetch, left, ranges } = yield* world({ bytes, etag, stall: 5000 }, { bytes, etag })
      yield* fetch({}, { ...quick, patience: 150 })
      assert.deepStrictEqual([ranges(), left()], [[undefined, "bytes=5000-"], ["x"]])
    }))

  live("interrupted, keeps what came, and goes on from it", () =>
    Effect.gen(function*() {
      const { fetch, left, path, ranges } = yield* world({ bytes, etag, stall: 5000 }, { bytes, etag })
      const fiber = yield* Effect.forkChild(fetch())
      while (!existsSync(`${path}.part`) || statSync(`${path}.part`).size < 5000) yield* Effect.sleep(5)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(left(), ["x.part", "x.part.json"])
      yield* fetch()
      assert.deepStrictEqual([ranges()[1], left()], ["bytes=5000-", ["x"]])
      assert.deepStrictEqual(new Uint8Array(readFileSync(path)), bytes)
    }))

  live("refuses what the disk cannot hold, before its first byte", () =>
    Effect.gen(function*() {
      const { fetch, left } = yield* world({ bytes, huge: true })
      assert.match(
        (yield* Effect.flip(fetch())).message,
        /\/x: the disk is too full: 4.5 PB are needed and \S+ \w+ are free; make room, or name another folder/
      )
      assert.deepStrictEqual(left(), [])
    }))
})
