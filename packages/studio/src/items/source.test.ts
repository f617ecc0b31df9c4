import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folderOf } from "../../../datasets/test/pictures.ts"
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
