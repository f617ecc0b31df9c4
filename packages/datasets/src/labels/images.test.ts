import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { cached } from "../../test/cached.ts"
import { parquet } from "../../test/parquet.ts"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { readLabels } from "../files/labels.ts"
import { listImageTable } from "../image-table/list.ts"

const fixture = (name: string) => fileURLToPath(new URL(`../image-table/fixtures/${name}`, import.meta.url))

layer(NodeServices.layer)("labels in a table of images", (it) => {
  it.effect("are those of its items by their ids, and a row without one is not labeled yet", () =>
    cached(Effect.gen(function*() {
      const listing = Option.getOrThrow(yield* listImageTable(fixture("hub.parquet")))
      const pool = { path: "pool", ids: listing.train.ids, rows: 6 }
      const { declined, form, ids, labels } = yield* readLabels(fixture("hub.parquet"), { pool })
      assert.deepStrictEqual([form, declined], ["parquet", []])
      assert.deepStrictEqual([ids, labels], [pool.ids.slice(0, 5), ["dog", "cat", "dog", "cat", "10"]])
      const all = yield* readLabels(fixture("bytes.parquet"))
      assert.deepStrictEqual([all.ids, all.labels], [["r0", "r1", "r3", "r5", "r2", "r4"], [
        "a",
        "b",
        "b",
        "b",
        "a",
        "a"
      ]])
    })))

  it.effect("are refused where no column holds any, and named where another does", () =>
    cached(Effect.gen(function*() {
      const root = yield* folderOf({}), path = join(root, "p.parquet")
      const bytes = yield* Effect.promise(() => png(plain(3)))
      writeFileSync(path, parquet([{ name: "x", data: [bytes], type: "BYTE_ARRAY" }, { name: "kind", data: ["a"] }]))
      assert.match((yield* Effect.flip(readLabels(path))).message, /this table of images has no label in it/)
      assert.deepStrictEqual((yield* readLabels(path, { labelField: "kind" })).labels, ["a"])
    })))
})
