import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { request } from "node:http"
import { makeBackend } from "./backend.ts"
import { serveBackend } from "./serve.ts"

const backend = makeBackend({ ids: ["1.jpg"], learn: () => {} })

const served = (basicAuth?: string) => serveBackend(backend, { port: 0, basicAuth })

const statusOf = (url: string, init?: RequestInit) =>
  Effect.promise(() => fetch(url, init).then(({ status }) => status))

const post = (body: string, type = "application/json"): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": type }
})

/** The status for a request of another name that resolves to this machine. */
const asHost = (port: number, host: string) =>
  Effect.promise(() =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port, path: "/health", headers: { host } }, ({ statusCode }) => resolve(statusCode)).on("error", reject)
        .end()
    })
  )

describe("the ML backend on a port", () => {
  it.live("answers JSON, and refuses what is none", () =>
    Effect.scoped(Effect.gen(function*() {
      const { port, url } = yield* served()
      const answer = yield* Effect.promise(() => fetch(`${url}/`).then((response) => response.json()))
      assert.deepStrictEqual(answer, { status: "UP", model_class: "Marginalia", model_version: "marginalia-0" })
      assert.strictEqual(yield* statusOf(`${url}/predict?x=1`, post("{\"tasks\": []}")), 200)
      assert.strictEqual(yield* statusOf(`${url}/predict`, post("{")), 400)
      assert.strictEqual(yield* statusOf(`${url}/predict`, post("{\"tasks\": []}", "text/plain")), 415)
      assert.strictEqual(yield* statusOf(`${url}/nothing`), 404)
      assert.strictEqual(yield* asHost(port, `evil.example:${port}`), 403)
      assert.strictEqual(yield* asHost(port, `localhost:${port}`), 200)
    })))

  it.live("asks for a user and a password where it is told to", () =>
    Effect.scoped(Effect.gen(function*() {
      const { url } = yield* served("ann:secret")
      const as = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString("base64")}` } })
      assert.strictEqual(yield* statusOf(`${url}/health`), 401)
      assert.strictEqual(yield* statusOf(`${url}/health`, as("ann:wrong")), 401)
      assert.strictEqual(yield* statusOf(`${url}/health`, as("ann:secret")), 200)
    })))
})
