import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { cached } from "../../../datasets/test/cached.ts"
import { folderOf, plain, png } from "../../../datasets/test/pictures.ts"
import { openItems } from "./open.ts"

layer(NodeServices.layer)("images of an array", (it) => {
  it.effect("look the same whether an array has its channels last or first, and are asked about where it is not sure", () =>
    Effect.gen(function*() {
      const last = Uint8Array.from({ length: 2 * 4 * 5 * 3 }, (_, i) => (i * 37) % 256)
      const at = (item: number, c: number, pixel: number) => last[item * 60 + pixel * 3 + c]!
      const first = Uint8Array.from(last, (_, i) => at(Math.floor(i / 60), Math.floor((i % 60) / 20), i % 20))
      const folder = yield* folderOf({
        "last.npy": encodeNpy(Float32Array.from(last), [2, 4, 5, 3]),
        "first.npy": encodeNpy(Float32Array.from(first), [2, 3, 4, 5]),
        "flat.npy": encodeNpy(Float32Array.from(last), [2, 60]),
        "either.npy": encodeNpy(Float32Array.from(last.subarray(0, 72)), [2, 3, 4, 3])
      })
      const look = Effect.fnUntraced(function*(name: string, shape?: readonly [number, number, number]) {
        const items = yield* openItems({ path: join(folder, name), shape })
        return [items.kind, ...(yield* items.media(1)).bytes]
      })
      const seen = yield* look("last.npy")
      assert.strictEqual(seen[0], "image")
      assert.deepStrictEqual(yield* look("first.npy"), seen)
      assert.deepStrictEqual(yield* look("flat.npy", [4, 5, 3]), seen)
      const error = yield* Effect.flip(look("either.npy"))
      assert.match(error.message, /3 × 4 × 3, so that their channels may be first or last; say .*4x3x3 \(first\)/)
      assert.strictEqual((yield* look("either.npy", [4, 3, 3]))[0], "image")
    }))
})

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../datasets/src/image-table/fixtures/${name}`, import.meta.url))

layer(NodeServices.layer)("a table of images", (it) => {
  it.effect("is labeled as a folder of them is, with the labels that it has and what it says of each", () =>
    cached(Effect.gen(function*() {
      const items = yield* openItems({ path: fixture("hub.parquet") })
      assert.deepStrictEqual([items.kind, items.name, items.size], ["image", "hub", 6])
      assert.deepStrictEqual(items.labels, ["dog", "cat", "dog", "cat", "10", undefined])
      assert.deepStrictEqual(yield* items.describe(1), {
        id: "cats/0.png",
        width: 6,
        height: 4,
        fields: [{ name: "note", value: "b" }, { name: "when", value: "2" }]
      })
      assert.deepStrictEqual([(yield* items.media(1)).type, (yield* items.thumb(0, 32)).type], [
        "image/png",
        "image/webp"
      ])
      const bad = yield* openItems({ path: fixture("bytes.parquet") })
      assert.deepStrictEqual(bad.ids, ["r0", "r1", "r3", "r5", "r6"])
      const problem = yield* Effect.flip(bad.thumb(1, 32))
      assert.deepStrictEqual([problem.id, problem.reason._tag], ["r1", "Unreadable"])
      assert.strictEqual((yield* openItems({ path: fixture("bytes.parquet"), textColumn: "id" })).kind, "text")
    })))

  it.effect("may name files beside it, and what a project exported for Hugging Face is one", () =>
    cached(Effect.gen(function*() {
      const folder = yield* folderOf({
        "train/1.png": png(plain(1)),
        "train/metadata.jsonl": "{\"file_name\":\"1.png\",\"label\":\"cat\",\"id\":\"a/1.png\"}\n"
      })
      const items = yield* openItems({ path: join(folder, "train/metadata.jsonl") })
      assert.deepStrictEqual([items.kind, items.ids, items.labels], ["image", ["a/1.png"], ["cat"]])
      assert.strictEqual((yield* items.media(0)).type, "image/png")
    })))
})
