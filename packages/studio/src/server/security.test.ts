import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ask, statusOf } from "../../test/raw.ts"
import { browse, openWorld } from "../../test/world.ts"
import { POLICY } from "./headers.ts"
import type { ItemView, ProjectView } from "./wire.ts"

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
