import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { unitOf } from "../test/unit.ts"
import { missingData } from "./missing.ts"
import type { Unit } from "./unit.ts"

const { data } = unitOf({})
const on = (changes: Partial<Unit["data"]>) => unitOf({ data: { ...data, ...changes } })
const units = [
  unitOf({}),
  on({ name: "cifar", source: { kind: "known", dataset: "cifar-10", folder: "no/where" } }),
  on({ name: "photos", source: { kind: "known", dataset: "./no/photos" } }),
  on({ name: "the same photos", source: { kind: "known", dataset: "./no/photos" } }),
  on({ name: "encoded", embedding: { kind: "model", folder: "no/model" } })
]

describe("missingData", () => {
  it.effect("says what is not here as data, and as a line each", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(missingData([...units, ...units]))
      assert.deepStrictEqual(error.missing, [
        { _tag: "Dataset", dataset: "cifar-10" },
        { _tag: "Path", path: "./no/photos" },
        { _tag: "Encoder", name: "encoded", path: "no/model" }
      ])
      assert.strictEqual(error.exitCode, 2)
      const lines = error.message.split("\n")
      assert.strictEqual(lines.length, 4)
      assert.include(lines[0], "marginalia data cifar-10")
      assert.strictEqual(lines.at(-1), "nothing was started")
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("says nothing where all is here", () => missingData([unitOf({})]).pipe(Effect.provide(NodeServices.layer)))
})
