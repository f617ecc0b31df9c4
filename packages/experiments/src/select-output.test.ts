import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Output, printOutput, readOutput } from "./select-output.ts"

const output: Output = {
  schemaVersion: 1,
  strategy: "typiclust",
  options: { neighbors: 20 },
  seed: 0,
  budget: 1,
  picks: [{
    id: "a",
    position: 0,
    rank: 1,
    score: Infinity,
    why: {
      cluster: { number: 0, size: 1, labeled: 0 },
      scores: [{ name: "typicality", value: Infinity, rank: 1, of: 1 }]
    }
  }],
  pseudo: [{ id: "b", position: 1, class: 0, className: "cat", score: -Infinity, threshold: 0.5 }],
  trace: [{ step: "kmeans", status: "ran", candidates: 2, milliseconds: 0.5, notes: { converged: true, k: 2 } }],
  manifest: {
    manifestVersion: 1,
    strategy: "typiclust",
    spec: { recipe: { name: "typiclust", options: {} } },
    options: {},
    seed: 0,
    budget: 1,
    clamp: false,
    round: 0,
    classes: null,
    labeled: [],
    pool: { path: "p.npy", sha256: "0".repeat(64), format: "npy", idColumn: null },
    columns: {},
    plugins: [],
    engine: { variant: "simd", threads: 1, clusterer: "ours", neighbors: "exact" },
    versions: {},
    picks: []
  }
}

describe("the JSON output", () => {
  it.effect("is read back as it was, infinities written as strings", () =>
    Effect.gen(function*() {
      const text = printOutput(output)
      assert.include(text, "\"score\": \"Infinity\"")
      assert.include(text, "\"score\": \"-Infinity\"")
      assert.deepStrictEqual(yield* readOutput(text), output)
    }))

  it.effect("is not read when it is of another version", () =>
    Effect.gen(function*() {
      const text = printOutput(output).replace("\"schemaVersion\": 1", "\"schemaVersion\": 2")
      const error = yield* Effect.flip(readOutput(text))
      assert.strictEqual(error._tag, "SchemaError")
    }))
})
