import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { loadFitted, saveFitted } from "./fitted-store.ts"
import { type Fitted, fittedEncoder } from "./fitted.ts"
import { fitPca } from "./pca.ts"
import { fitStandardize } from "./standardize.ts"

const pool = { data: Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * i)), rows: 10, cols: 4 }

const both = Effect.gen(function*() {
  const pca: Fitted = { kind: "pca", input: { shape: [4] }, learned: yield* fitPca(pool, { components: 3 }) }
  const normalization = { scale: 255, mean: [0.1], std: [0.3] }
  const input = { shape: [2, 2, 1] as const, normalization }
  return [pca, { kind: "standardize", input, learned: fitStandardize(pool) } satisfies Fitted] as const
})

layer(NodeServices.layer)("a saved encoder", (it) => {
  it.effect("is read to the last bit", () =>
    Effect.gen(function*() {
      const folder = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
      for (const [i, fitted] of (yield* both).entries()) {
        yield* saveFitted(fitted, `${folder}/${i}`)
        const found = yield* loadFitted(`${folder}/${i}`)
        assert.strictEqual(fittedEncoder(found).hash, fittedEncoder(fitted).hash)
        assert.deepStrictEqual(found.learned, fitted.learned)
        assert.deepStrictEqual(found.input.shape, fitted.input.shape)
      }
    }))

  it.effect("is refused where a byte was changed, cut off, or another encoder's", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, folder = yield* fs.makeTempDirectoryScoped()
      const [pca, standardize] = yield* both, numbers = `${folder}/a/encoder.bin`, manifest = `${folder}/a/encoder.json`
      yield* saveFitted(pca, `${folder}/a`)
      yield* saveFitted(standardize, `${folder}/b`)
      const bytes = yield* fs.readFile(numbers), text = yield* fs.readFileString(manifest)
      const message = Effect.map(Effect.flip(loadFitted(`${folder}/a`)), (error) => error.message)
      const changed = new Uint8Array(bytes)
      changed[9]! ^= 1
      yield* fs.writeFile(numbers, changed)
      assert.match(yield* message, /the file was changed; embed again/)
      yield* fs.writeFile(numbers, bytes.subarray(8))
      assert.match(yield* message, /it has 168 bytes where the manifest says 176/)
      yield* fs.copyFile(`${folder}/b/encoder.bin`, numbers)
      assert.match(yield* message, /where the manifest says/)
      yield* fs.writeFile(numbers, bytes)
      yield* fs.writeFileString(manifest, text.replace(/"hash": "../, "\"hash\": \"zz"))
      assert.match(yield* message, /its hash is another/)
      yield* fs.writeFileString(manifest, "{}")
      assert.match(yield* message, /no manifest of an encoder/)
      assert.match((yield* Effect.flip(loadFitted(`${folder}/c`))).message, /there is no fitted encoder here/)
    }))
})
