import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { connect } from "node:net"
import { browse, openWorld } from "../../test/world.ts"
import { POLICY } from "./headers.ts"
import type { ItemView, ProjectView } from "./wire.ts"

/** Sends bytes as they are, and gives all that comes until the server closes the line. */
const raw = (port: number, pieces: ReadonlyArray<string | Buffer>, hold = false): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    let text = ""
    socket.on("data", (bytes) => text += bytes.toString("latin1"))
    socket.on("error", () => {})
    socket.on("close", () => resolve(text))
    for (const piece of pieces) socket.write(piece)
    if (!hold) socket.end()
  })

const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])

const ask = (port: number, method: string, path: string, headers: Record<string, string>, body = "") =>
  Effect.promise(() => {
    const lines = Object.entries({ connection: "close", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    return raw(port, [`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`])
  })

const paths = [
  "/",
  "/app/page.js",
  "/api/project",
  "/api/next",
  "/media/0",
  "/thumb/0",
  "/api/live",
  "/nothing",
  "/api/map"
]

describe("the door", () => {
  it.live("gives nothing to who has neither token nor cookie, the page's files included", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving: { port, token } } = yield* openWorld()
      const host = `127.0.0.1:${port}`
      const forged = ["x", `${Buffer.from("anna").toString("base64url")}.x`, "YW5uYQ.", ".", `anna.${token}`]
      for (const path of paths) {
        for (const cookie of [undefined, ...forged]) {
          const text = yield* ask(port, "GET", path, {
            host,
            ...(cookie === undefined ? {} : { cookie: `marginalia-${port}=${cookie}` })
          })
          assert.strictEqual(statusOf(text), 401, `${path} ${cookie}`)
          assert.include(text, `{"problem":`)
          assert.notInclude(text, token)
        }
      }
    })))

  it.live("takes the token for a cookie, and leads to a page without it", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving: { port, token, url } } = yield* openWorld()
      assert.isAtLeast(Buffer.from(token, "base64url").length * 8, 128)
      const host = `127.0.0.1:${port}`
      const come = (query: string, more = {}) => ask(port, "GET", `/?${query}`, { host, ...more })
      for (const wrong of ["token=", `token=${token.slice(1)}`, `token=${token}x`, "token=%00", "name=anna"]) {
        assert.strictEqual(statusOf(yield* come(wrong)), 401, wrong)
      }
      const text = yield* come(url.split("?")[1]!)
      assert.strictEqual(statusOf(text), 303)
      assert.include(text.toLowerCase(), "\r\nlocation: /\r\n")
      assert.match(text, /set-cookie: marginalia-\d+=\S+; Path=\/; HttpOnly; SameSite=Strict\r\n/i)
      const other = yield* come(`token=${token}`, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })
      assert.strictEqual(statusOf(other), 200)
      assert.include(other, "http-equiv=\"refresh\"")
      assert.notInclude(other.split("\r\n\r\n")[1] ?? "", token)
    })))

  it.live("takes names that can be seen, and no others", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      for (const name of ["anna", "Zoë K.", "李雷", "<script>alert(1)</script>", "a;b=c", "\"x\""]) {
        const { json } = yield* browse(serving, name)
        assert.strictEqual((yield* json<ProjectView>("/api/project")).me, name.normalize("NFC"))
      }
      for (const name of ["", " ", "a\nb", "a\u202Eb", "\u200B", "x".repeat(61), "\u0000"]) {
        const response = yield* Effect.promise(() => fetch(serving.urlFor(name), { redirect: "manual" }))
        assert.strictEqual(response.status, 400, JSON.stringify(name))
      }
      assert.strictEqual((yield* Effect.promise(() => fetch(serving.url, { redirect: "manual" }))).status, 303)
    })))

  it.live("answers at its own address only, to its own page only", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const { cookie } = yield* browse(serving, "anna"), { port } = serving
      const get = (headers: Record<string, string>) =>
        Effect.map(ask(port, "GET", "/api/project", { cookie, ...headers }), statusOf)
      for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
        assert.strictEqual(yield* get({ host }), 200, host)
        assert.strictEqual(yield* get({ host, origin: `http://${host}` }), 200, host)
      }
      for (
        const host of [
          "evil.example",
          `evil.example:${port}`,
          "127.0.0.1",
          `127.0.0.1:${port + 1}`,
          `127.0.0.1.evil.example:${port}`,
          ""
        ]
      ) {
        assert.strictEqual(yield* get({ host }), 421, host)
      }
      const host = `127.0.0.1:${port}`
      for (
        const origin of [
          "http://evil.example",
          "null",
          `https://${host}`,
          `http://${host}.evil.example`,
          `http://127.0.0.1:${port + 1}`,
          "http://"
        ]
      ) {
        assert.strictEqual(yield* get({ host, origin }), 403, origin)
        const act = yield* ask(port, "POST", "/api/undo", { host, cookie, origin, "content-length": "2" }, "{}")
        assert.strictEqual(statusOf(act), 403, origin)
      }
      for (const site of ["cross-site", "same-site"]) {
        assert.strictEqual(yield* get({ host, "sec-fetch-site": site }), 403, site)
        assert.strictEqual(yield* get({ host, "sec-fetch-site": site, "sec-fetch-mode": "navigate" }), 403, site)
      }
      assert.strictEqual(yield* get({ host, "sec-fetch-site": "same-origin" }), 200)
      const absolute = yield* ask(port, "GET", "http://evil.example/api/project", { host, cookie })
      assert.strictEqual(statusOf(absolute), 421)
    })))

  it.live("keeps browsers strict, in every answer", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const { get } = yield* browse(serving, "anna")
      for (const path of [...paths.filter((path) => path !== "/api/live"), "/api/items/99", "/api/next?count=x"]) {
        for (const headers of [{}, { cookie: "" }]) {
          const response = yield* get(path, headers)
          assert.strictEqual(response.headers.get("content-security-policy"), POLICY, path)
          assert.strictEqual(response.headers.get("x-content-type-options"), "nosniff")
          assert.strictEqual(response.headers.get("referrer-policy"), "no-referrer")
          assert.strictEqual(response.headers.get("cross-origin-resource-policy"), "same-origin")
          assert.isNull(response.headers.get("access-control-allow-origin"))
        }
      }
      assert.notInclude(POLICY, "unsafe")
    })))

  it.live("looks items up by number, and makes no path of what is asked for", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const { cookie, get } = yield* browse(serving, "anna"), host = `127.0.0.1:${serving.port}`
      const strange = [
        "40",
        "-1",
        "1.5",
        "0x1",
        "1e1",
        "NaN",
        "99999999999999999999",
        "..",
        "../0",
        "%2e%2e%2f0",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "0%00.png",
        "picture%200.png",
        "%",
        "%ff",
        "a".repeat(500),
        "%D9%A3"
      ]
      for (const name of strange) {
        for (const base of ["/media/", "/thumb/", "/api/items/", "/api/similar/", "/app/", "/app/../"]) {
          const text = yield* ask(serving.port, "GET", base + name, { host, cookie })
          assert.include([400, 404], statusOf(text), base + name)
          assert.match(text, /"problem":"[^"]/, base + name)
          assert.notInclude(text, "root:")
        }
      }
      assert.strictEqual((yield* get("/media/3")).headers.get("content-type"), "image/png")
      assert.strictEqual((yield* get("/media/13")).status, 404)
      assert.strictEqual((yield* get("/thumb/3?edge=96")).status, 200)
      assert.strictEqual((yield* get("/thumb/3?edge=97")).status, 400)
      const tag = (yield* get("/thumb/3")).headers.get("etag") ?? ""
      assert.strictEqual((yield* get("/thumb/3", { "if-none-match": tag })).status, 304)
    })))

  it.live("gives what people and files are called as text, and refuses what is no text", () =>
    Effect.scoped(Effect.gen(function*() {
      const evil = "</script><img src=x onerror=alert(1)>", ids = Array.from({ length: 40 }, (_, i) => `${i} ${evil}`)
      const { serving } = yield* openWorld({ ids })
      const { get, json, post } = yield* browse(serving, evil)
      assert.strictEqual((yield* post("/api/classes", { _tag: "Add", nonce: "1", name: evil })).status, 200)
      const project = yield* get("/api/project")
      assert.match(project.headers.get("content-type") ?? "", /^application\/json/)
      assert.strictEqual(
        (yield* Effect.promise(() => project.json() as Promise<ProjectView>)).classes.at(-1)?.name,
        evil
      )
      assert.strictEqual((yield* json<ItemView>("/api/items/3")).id, `3 ${evil}`)
      for (const name of ["", " a", "a\nb", "x".repeat(201), 7, null]) {
        assert.include([400, 409], (yield* post("/api/classes", { _tag: "Add", nonce: `n${name}`, name })).status)
      }
      for (const body of ["", "{", "null", "[]", `{"nonce":1}`, `{"__proto__":{"nonce":"x"}}`, "\u0000"]) {
        const response = yield* post("/api/answers", body)
        assert.strictEqual(response.status, 400, body)
        assert.isString((yield* Effect.promise(() => response.json() as Promise<{ problem: string }>)).problem)
      }
      const html = yield* post("/api/undo", { nonce: "x", act: null }, { "content-type": "text/html" })
      assert.isAtLeast(html.status, 400)
    })))
})

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
