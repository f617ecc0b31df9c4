import { assert, describe, it } from "@effect/vitest"
import { recipes } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { named, readRecipe } from "./recipe.ts"

const read = (name: string, sets: Record<string, string> = {}) => readRecipe(name, new Map(Object.entries(sets)))

describe("readRecipe", () => {
  it.effect("gives the papers' recipes unchanged", () =>
    Effect.gen(function*() {
      for (const [name, recipe] of named) assert.deepStrictEqual(yield* read(name), recipe)
    }))

  it.effect("changes what is set, and nothing else", () =>
    Effect.gen(function*() {
      const { msal, supclust } = recipes
      assert.deepStrictEqual(yield* read("msal.mnist", { epochs: "3", flip: "true" }), {
        ...msal.mnist,
        epochs: 3,
        augment: { crop: 0, flip: true }
      })
      const { optimizer } = yield* read("msal.mnist", { optimizer: "sgd", decay: "1e-4" })
      assert.deepStrictEqual(optimizer, { kind: "sgd", momentum: 0.9, nesterov: true, weightDecay: 1e-4 })
      assert.deepStrictEqual(yield* read("supclust", { schedule: "constant", rate: "0.1" }), {
        ...supclust,
        rate: 0.1,
        schedule: { kind: "constant" }
      })
    }))

  it.effect("refuses what it does not know, or what would mean nothing", () =>
    Effect.gen(function*() {
      assert.match((yield* Effect.flip(read("supclus"))).message, /no recipe "supclus".*Did you mean "supclust"/)
      assert.match((yield* Effect.flip(read("supclust", { rat: "1" }))).message, /no option "rat"/)
      assert.match((yield* Effect.flip(read("supclust", { epochs: "0" }))).message, /epochs takes/)
      assert.match((yield* Effect.flip(read("supclust", { nesterov: "yes" }))).message, /nesterov takes/)
      assert.match((yield* Effect.flip(read("msal.mnist", { momentum: "0.5" }))).message, /says nothing to Adam/)
    }))
})
