import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../test/files.ts"
import { readEmbeddingAbout } from "./embedding-about.ts"

const about = {
  marginaliaEmbedding: 1,
  encoder: { text: "pca(2)", hash: "e", saved: "p.encoder" },
  l2: true,
  sha256: "a"
}

layer(NodeServices.layer)("readEmbeddingAbout", (it) => {
  it.effect("reads what stands beside an array, and nothing of other files", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      assert.isUndefined(yield* readEmbeddingAbout(`${path}/p.npy`, "a"))
      put("p.json", JSON.stringify(about))
      assert.deepStrictEqual(yield* readEmbeddingAbout(`${path}/p.npy`, "a"), {
        text: "pca(2)",
        hash: "e",
        l2: true,
        saved: "p.encoder"
      })
      assert.isUndefined(yield* readEmbeddingAbout(`${path}/p.csv`, "a"))
      put("p.json", "{ \"mine\": 1 }")
      assert.isUndefined(yield* readEmbeddingAbout(`${path}/p.npy`, "a"))
    }))

  it.effect("refuses another array's, and what cannot be read", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const message = Effect.map(Effect.flip(readEmbeddingAbout(`${path}/p.npy`, "b")), (error) => error.message)
      put("p.json", JSON.stringify(about))
      assert.match(yield* message, /p\.json: this describes another array than .*p\.npy/)
      put("p.json", JSON.stringify({ ...about, encoder: {} }))
      assert.match(yield* message, /cannot be read \(no encoder/)
      put("p.json", JSON.stringify(about).slice(0, -1))
      assert.match(yield* message, /cannot be read/)
    }))
})
