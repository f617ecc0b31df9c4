import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import { failed } from "./refusal.ts"

const request = HttpServerRequest.fromWeb(new Request("http://localhost/x"))

describe("what fails", () => {
  it.effect("is nothing there, what cannot be read, or a defect: never the one for the other", () =>
    Effect.gen(function*() {
      const of = (cause: Cause.Cause<unknown>) => Effect.map(failed(cause, "it broke"), ({ status }) => status)
      const missing = new HttpServerError.HttpServerError({ reason: new HttpServerError.RouteNotFound({ request }) })
      const torn = new HttpServerError.HttpServerError({ reason: new HttpServerError.RequestParseError({ request }) })
      assert.strictEqual(yield* of(Cause.fail(missing)), 404)
      assert.strictEqual(yield* of(Cause.fail(torn)), 400)
      assert.strictEqual(yield* of(Cause.die(new Error("x"))), 500)
      assert.strictEqual(yield* of(Cause.fail("x")), 500)
    }))
})
