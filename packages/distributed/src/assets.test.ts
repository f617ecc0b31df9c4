import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { experimentOf } from "@marginalia/experiments"
import * as Effect from "effect/Effect"
import { cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { unitOf } from "../../experiments/test/unit.ts"
import { assetsOf } from "./assets.ts"
import { locate } from "./locate.ts"

const experimentIn = (path: string) => {
  const { data } = unitOf({})
  const unit = unitOf({
    data: {
      ...data,
      source: { kind: "files", pool: join(path, "pool.npy"), labels: join(path, "labels.csv") },
      embedding: { kind: "encoder", text: `onnx(${join(path, "m/e.onnx")}, size=8)` }
    }
  })
  const images = unitOf({ data: { ...data, source: { kind: "known", dataset: join(path, "images") } } })
  const all = { name: "x", preset: null, scaled: null, control: "random", plugins: [join(path, "p.ts")] }
  return experimentOf({ ...all, units: [unit, images] }, [])
}

const prepared = Effect.map(folder, ({ path }) => {
  for (const below of ["there/m", "there/images/cat", "here"]) mkdirSync(join(path, below), { recursive: true })
  const files = {
    "pool.npy": "pool",
    "pool.ids.csv": "ids",
    "pool.csv": "other",
    "labels.csv": "labels",
    "p.ts": "plugin",
    "m/e.onnx": "model",
    "m/e.json": "{}",
    "images/cat/1.png": "one",
    "images/.hidden": "x"
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, "there", name), text)
  return { there: join(path, "there"), here: join(path, "here") }
})

const assets = (path: string) => assetsOf(experimentIn(path))

describe("the files of an experiment", () => {
  it.effect("are what its units name, in texts too, with what is read beside them", () =>
    Effect.gen(function*() {
      const { there } = yield* prepared
      const found = yield* assets(there)
      assert.deepStrictEqual(
        found.map((
          { files, kind, path }
        ) => [path.slice(there.length + 1), kind, files.map(({ name }) => name).join()]),
        [
          ["images", "folder", "cat/1.png"],
          ["labels.csv", "file", "labels.csv"],
          ["m/e.onnx", "file", "e.onnx,e.json"],
          ["p.ts", "file", "p.ts"],
          ["pool.npy", "file", "pool.npy,pool.ids.csv"]
        ]
      )
      assert.strictEqual(new Set(found.map(({ sha256 }) => sha256)).size, 5)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("are found elsewhere by name and contents, and nowhere when either is another", () =>
    Effect.gen(function*() {
      const { here, there } = yield* prepared
      const found = yield* assets(there)
      for (const asset of found) assert.strictEqual(yield* locate(asset, []), asset.path)
      cpSync(there, join(here, "deep", "copy"), { recursive: true })
      mkdirSync(join(here, "a"))
      writeFileSync(join(here, "a", "pool.npy"), "loop")
      renameSync(there, `${there}-gone`)
      for (const asset of found) {
        assert.strictEqual(yield* locate(asset, [here]), asset.path.replace(there, join(here, "deep", "copy")))
      }
      writeFileSync(join(here, "deep", "copy", "pool.ids.csv"), "IDs of other rows")
      const pool = found.at(-1)!
      const missing = yield* Effect.flip(locate(pool, [here]))
      assert.strictEqual(missing._tag, "AssetMissing")
      assert.match(missing.message, /^the file pool.npy \(sha256 [0-9a-f]{12}\) is neither below .*here nor at/)
      writeFileSync(join(here, "deep", "copy", "images", "cat", "1.png"), "another image")
      const nowhere = yield* Effect.flip(locate(found[0]!, [join(here, "a")]))
      assert.match(nowhere.message, /^the folder images of 1 file /)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
