import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../test/project.ts"
import { browse } from "../../test/world.ts"
import { readAssets } from "./assets.ts"
import { openPlayground } from "./serve.ts"
import type { PoolWire } from "./wire.ts"

const assets = new Map([["/", { type: "text/html; charset=utf-8", body: "the page" }]])

const rows = Array.from({ length: 12 }, (_, i) => [i % 3, Math.floor(i / 3)] as const)

const written = Effect.map(folder, (root) => {
  mkdirSync(root, { recursive: true })
  const pool = join(root, "pool.csv"), labels = join(root, "labels.csv"), probability = join(root, "p.csv")
  writeFileSync(pool, `id,x,y\n${rows.map(([x, y], i) => `r${i},${x},${y}\n`).join("")}`)
  writeFileSync(labels, "id,label\nr1,dog\nr4,cat\nr5,\n")
  writeFileSync(probability, `id,cat,dog\n${rows.map((_, i) => `r${i},${i / 12},${1 - i / 12}\n`).join("")}`)
  return { pool, labels, probability }
})

describe("the playground's server", () => {
  it.live("gives the pool, its columns as bytes, and the page to who has the link", () =>
    Effect.scoped(Effect.gen(function*() {
      const { labels, pool, probability } = yield* written, columns = new Map([["probability", probability]])
      const serving = yield* openPlayground({ pool, labels, columns }, { assets })
      const { get, json } = yield* browse(serving, "anna")
      const wire = yield* json<PoolWire>("/pool.json")
      assert.deepInclude(wire, { name: "pool.csv", classNames: ["cat", "dog"], classes: 2, words: [pool] })
      assert.deepStrictEqual([wire.labeled, wire.declined, wire.truth.slice(0, 6)], [[1, 4], [5], [
        -1,
        1,
        -1,
        -1,
        0,
        -1
      ]])
      assert.deepStrictEqual(wire.columns.map(({ cols, name, parts }) => [name, cols, parts]), [
        ["embedding", 2, 1],
        ["probability", 2, 1]
      ])
      const bytes = yield* Effect.promise(async () => (await Effect.runPromise(get("/column/embedding"))).arrayBuffer())
      assert.deepStrictEqual([...new Float32Array(bytes)], rows.flat())
      const page = yield* get("/")
      assert.include(page.headers.get("content-security-policy")!, "script-src 'self' 'wasm-unsafe-eval';")
      assert.strictEqual(yield* Effect.promise(() => page.text()), "the page")
      for (const path of ["/column/nothing", "/thumb/0", "/app/../pool.json"]) {
        assert.strictEqual((yield* get(path)).status, path.startsWith("/app") ? 200 : 404, path)
      }
    })).pipe(Effect.provide(NodeServices.layer)))

  it.live("lets nobody in without the link, from another page, or under another name", () =>
    Effect.scoped(Effect.gen(function*() {
      const { pool } = yield* written, serving = yield* openPlayground({ pool }, { assets })
      const { cookie, get, origin } = yield* browse(serving, "anna")
      const bare = yield* Effect.promise(() => fetch(`${origin}/pool.json`))
      assert.strictEqual(bare.status, 401)
      assert.include(bare.headers.get("content-security-policy")!, "default-src 'none'")
      assert.strictEqual((yield* get("/pool.json", { origin: "http://elsewhere.example" })).status, 403)
      assert.strictEqual((yield* get("/column/embedding", { "sec-fetch-site": "cross-site" })).status, 403)
      assert.notStrictEqual(cookie, "")
    })).pipe(Effect.provide(NodeServices.layer)))

  it.live("begins with no labels where all items have some, and gives them as they are picked", () =>
    Effect.scoped(Effect.gen(function*() {
      const { labels, pool } = yield* written
      writeFileSync(labels, `id,label\n${rows.map((_, i) => `r${i},${i % 2 === 0 ? "a" : "b"}\n`).join("")}`)
      const { pool: { wire } } = yield* openPlayground({ pool, labels }, { assets })
      assert.deepStrictEqual([wire.labeled, wire.truth.slice(0, 3)], [[], [0, 1, 0]])
    })).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses a column that the page does not take, with the nearest", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(
        openPlayground({ pool: "x", columns: new Map([["feature", "f"], ["pases", "p"]]) })
      )
      assert.match((error as Error).message, /no column "pases".*Did you mean "passes"\?/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("says what to do where its page was not built", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(readAssets("/nowhere"))
      assert.deepInclude(error, { reason: "NotFound", path: "/nowhere/page.js" })
    }).pipe(Effect.provide(NodeServices.layer)))
})
