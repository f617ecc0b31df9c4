import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folderOf, jpg, plain, png } from "../../test/pictures.ts"
import { commonSize } from "./common-size.ts"

describe("commonSize", () => {
  it.effect("is the size of all, turned as the camera was held", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({
        "a.png": png(plain(1, 4, 6)),
        "b.jpg": jpg(plain(1, 6, 4), 6),
        "c.png": png(plain(1, 6, 4)),
        "d.png": "no image"
      })
      const size = (...names: ReadonlyArray<string>) => commonSize(names.map((name) => `${root}/${name}`))
      assert.deepStrictEqual(yield* size("a.png", "b.jpg"), [4, 6])
      assert.isUndefined(yield* size("a.png", "c.png"))
      assert.isUndefined(yield* size("a.png", "d.png"))
      assert.isUndefined(yield* size())
    }).pipe(Effect.scoped))
})
