import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import type { Manifest } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { located, type PlaceOptions } from "./locate.ts"

const file = (path: string) => ({ path, sha256: "" })

const find = (pool: string, places: PlaceOptions = {}, others: Partial<Manifest.Manifest> = {}) =>
  Effect.gen(function*() {
    const manifest = { pool: file(pool), columns: {}, plugins: [], ...others } as unknown as Manifest.Manifest
    return yield* located("work/m.json", manifest, places, yield* Path.Path)
  }).pipe(Effect.provide(NodeServices.layer))

describe("located", () => {
  it.effect("finds files beside the manifest and below", () =>
    Effect.gen(function*() {
      for (const path of ["pool.npy", "./a/pool.npy", "a/../pool.npy", "..pool.npy"]) {
        assert.match((yield* find(path)).pool, /^work\/(a\/)?\.{0,2}pool\.npy$/)
      }
    }))

  it.effect("finds the columns of a round folder that has moved, and only those", () =>
    Effect.gen(function*() {
      const columns = { feature: file("../r1/feature.npy"), probability: file("p.npy") }
      const found = yield* find("pool.npy", { roundFolder: "old/r1" }, { columns })
      assert.deepStrictEqual([...found.columns], [["feature", "old/r1/feature.npy"], ["probability", "work/p.npy"]])
      const named = { roundFolder: "old/r1", columns: new Map([["feature", "f.npy"]]) }
      assert.strictEqual((yield* find("pool.npy", named, { columns })).columns.get("feature"), "f.npy")
    }))

  it.effect("does not follow a manifest out of its folder, unless who verifies does", () =>
    Effect.gen(function*() {
      const away = ["../pool.npy", "/etc/passwd", "a/../../pool.npy", "C:\\pool.npy", "..\\pool.npy", ".."]
      for (const path of away) {
        const error = yield* Effect.flip(find(path))
        assert.match(
          error.message,
          /^the manifest names ".*", which is not in its folder; .* name it with `pool`$/
        )
        assert.strictEqual((yield* find(path, { pool: "../pool.npy" })).pool, "../pool.npy")
        const column = yield* Effect.flip(find("p.npy", {}, { columns: { feature: file(path) } }))
        assert.match(column.message, /with `feature`$/)
        const plugin = yield* Effect.flip(find("p.npy", {}, { plugins: [file(path)] }))
        assert.match(plugin.message, /with `plugins`$/)
      }
    }))
})
