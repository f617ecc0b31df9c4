import { assert, describe, it } from "@effect/vitest"
import { trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { readConfig, usual } from "./config.ts"

const read = (name: string, sets: Record<string, string> = {}) => readConfig(name, new Map(Object.entries(sets)))

describe("readConfig", () => {
  it.effect("changes what is set, in the text or by --set", () =>
    Effect.gen(function*() {
      const { msal } = trainingConfigs, changed = { ...msal.mnist, epochs: 3, augment: { crop: 0, flip: true } }
      assert.deepStrictEqual(yield* read("msal-mnist"), msal.mnist)
      assert.deepStrictEqual(yield* read("msal-mnist", { epochs: "3", flip: "true" }), changed)
      assert.deepStrictEqual(yield* read("msal-mnist(flip=true, epochs=9)", { epochs: "3" }), changed)
    }))

  it.effect("refuses what it does not know, or what would mean nothing, or has another name now", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [string, Record<string, string>, RegExp]> = [
        ["supclus", {}, /no recipe "supclus".*Did you mean "supclust"/],
        ["msal.mnist", {}, /written msal-mnist now/],
        ["supclust", { rat: "1" }, /no option "rat"/],
        ["supclust", { epochs: "0" }, /epochs takes/],
        ["supclust", { nesterov: "yes" }, /nesterov takes/],
        ["supclust", { decay: "1e-4" }, /--set decay is written --set weightDecay now/],
        ["supclust", { "drop-last": "true" }, /write dropLast/],
        ["msal-mnist", { momentum: "0.5" }, /says nothing to Adam/]
      ]
      for (const [name, sets, message] of cases) {
        assert.match((yield* Effect.flip(read(name, sets))).message, message)
      }
    }))

  it.effect("the usual ones are there", () =>
    Effect.gen(function*() {
      for (const kind of ["linear", "mlp"] as const) yield* read(usual({ kind } as Parameters<typeof usual>[0]))
    }))
})
