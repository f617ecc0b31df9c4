import { assert, describe, it } from "@effect/vitest"
import { bar } from "./progress.ts"

describe("bar", () => {
  it("is as full as the work is done", () => {
    assert.strictEqual(bar({ step: "kmeans", done: 0, total: 4 }), `kmeans  ${"·".repeat(24)}  0 %`)
    assert.strictEqual(bar({ step: "kmeans", done: 1, total: 4 }), `kmeans  ${"█".repeat(6)}${"·".repeat(18)}  25 %`)
    assert.strictEqual(bar({ step: "kmeans", done: 9, total: 4 }), `kmeans  ${"█".repeat(24)}  100 %`)
    assert.strictEqual(bar({ step: "kmeans", done: 0, total: 0 }), `kmeans  ${"█".repeat(24)}  100 %`)
  })
})
