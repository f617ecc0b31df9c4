import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { basename, join } from "node:path"
import { folderOf } from "../../test/pictures.ts"
import { shardsAt } from "./shards.ts"

layer(NodeServices.layer)("files of one table", (it) => {
  const found = Effect.fnUntraced(function*(path: string) {
    const shards = yield* shardsAt(path)
    return shards && { files: shards.files.map(({ part, path }) => [basename(path), part]), missing: shards.missing }
  })

  it.effect("are those of a folder without images, or that a name with a star fits, with the parts of their names", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({
        "hub/README.md": "",
        "hub/data/photos-test.parquet": "",
        "hub/data/train-00000-of-00002.parquet": "",
        "plain/0.parquet": "",
        "plain/train.parquet": "",
        "mixed/a.parquet": "",
        "mixed/b.png": "",
        "deep/x/a.parquet": "",
        "csv/a.csv": ""
      })
      const hub = {
        files: [["photos-test.parquet", "test"], ["train-00000-of-00002.parquet", "train"]],
        missing: ["train-00001-of-00002.parquet"]
      }
      assert.deepStrictEqual(yield* found(join(root, "hub")), hub)
      assert.deepStrictEqual((yield* found(join(root, "hub/data/train*")))!.files, hub.files.slice(1))
      assert.deepStrictEqual(yield* found(join(root, "plain")), {
        files: [["0.parquet", undefined], ["train.parquet", undefined]],
        missing: []
      })
      for (const name of ["mixed", "deep", "csv", "nowhere", "plain/x*.parquet"]) {
        assert.isUndefined(yield* found(join(root, name)), name)
      }
    }))
})
