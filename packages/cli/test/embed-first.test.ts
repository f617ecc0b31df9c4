import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

describe("a folder of images where a pool should be", () => {
  it.live("is answered by the command that makes a pool of it", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, photos = join(path, "my photos.npy")
      mkdirSync(photos)
      const asked: ReadonlyArray<ReadonlyArray<string>> = [["select", photos, "-b", "3"], [
        "explain",
        photos,
        "-b",
        "3"
      ]]
      for (const args of asked) {
        const { code, stderr } = yield* cli([...args, "-s", "kcenter"])
        assert.strictEqual(code, 1, stderr)
        assert.match(
          stderr,
          /my photos\.npy is a folder, .*marginalia embed "[^"]*my photos\.npy" --encoder "pca\(16\)" --out/
        )
      }
      const { stderr } = yield* cli(["select", "digits", "-b", "3", "-s", "kcenter"])
      assert.match(stderr, /digits is a data set, .*: marginalia embed digits --encoder "pca\(16\)"/)
      const images = fileURLToPath(new URL("../../datasets/src/image-table/fixtures/hub.parquet", import.meta.url))
      const of = yield* cli(["select", images, "-b", "1", "-s", "kcenter"])
      assert.match(of.stderr, /hub\.parquet is a table of images, .*: marginalia embed \S+hub\.parquet --encoder/)
      const named = yield* cli(["select", images, "-b", "1", "-s", "kcenter", "--features", "when"])
      assert.strictEqual(named.code, 0, named.stderr)
      assert.match(
        (yield* cli(["select", "nothing", "-b", "3", "-s", "kcenter"])).stderr,
        /nothing: no such file or folder/
      )
    }))
})
