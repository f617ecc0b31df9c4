import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { hashOf } from "./blocks.ts"
import { checkedIds } from "./checked-ids.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"

describe("checkedIds", () => {
  it.effect("are those that the description names, or any where it names none", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const npy = `${folder}/p.npy`, text = "row,id\n0,a\n1,b\n"
        const about = (ids: string) => ({ text: "raw", hash: "h", l2: false, ids })
        assert.isUndefined(yield* checkedIds(npy, 2, about("none lies there")))
        yield* write("p.ids.csv", text)
        const found = yield* checkedIds(npy, 2, about(hashOf(new TextEncoder().encode(text))))
        assert.deepStrictEqual(found?.ids, ["a", "b"])
        assert.deepStrictEqual((yield* checkedIds(npy, 2, undefined))?.ids, ["a", "b"])
        assert.match(
          yield* messageOf(checkedIds(npy, 2, about("other")), folder),
          /^p\.ids\.csv: these are not the ids that were written with p\.npy .*; embed again/
        )
      })
    ))
})
