import { afterEach, assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { vi } from "vitest"

afterEach(() => {
  vi.doUnmock("../optional.ts")
  vi.resetModules()
})

/** loadSharp where the package cannot be imported. */
const loading = (thrown: Error) =>
  Effect.gen(function*() {
    vi.resetModules()
    vi.doMock("../optional.ts", async (original) => ({
      ...(await original<object>()),
      importOptional: () => Promise.reject(thrown)
    }))
    const { loadSharp } = yield* Effect.promise(() => import("./sharp.ts"))
    return yield* Effect.flip(loadSharp)
  })

describe("loadSharp", () => {
  it.effect("says how to add the package where it is not there", () =>
    Effect.gen(function*() {
      const { message, reason } = yield* loading(Object.assign(new Error("no"), { code: "ERR_MODULE_NOT_FOUND" }))
      assert.strictEqual(reason._tag, "MissingPackage")
      assert.strictEqual(message, "the package sharp, which reads images, cannot be loaded; add it: npm install sharp")
    }))

  it.effect("says why one that is there does not load", () =>
    Effect.gen(function*() {
      const { message } = yield* loading(new Error("libvips is missing\nmore"))
      assert.match(message, /cannot be loaded \(libvips is missing\); add it/)
    }))
})
