import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { advice, optionals, statusOf } from "./packages.ts"

const absent = { name: "marginalia-is-not-here", purpose: "magic" }

describe("optional packages", () => {
  it.effect("are present, or absent and can be added", () =>
    Effect.gen(function*() {
      const present = yield* statusOf(optionals["ml-kmeans"])
      assert.strictEqual(
        Message.toCode(advice(optionals["ml-kmeans"], present)),
        "present, for `clusterer: \"ml-kmeans\"`"
      )
      const status = yield* statusOf(absent)
      assert.strictEqual(status, "absent")
      assert.strictEqual(
        advice(absent, status),
        "not installed; for magic, add it with: npm install marginalia-is-not-here"
      )
    }))

  it("say why when they are broken", () => {
    assert.include(advice(absent, { broken: "no compiler" }), "cannot be loaded (no compiler)")
  })
})
