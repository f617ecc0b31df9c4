import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { encodeNpy } from "./npy-write.ts"
import { readPool } from "./pool.ts"
import { rowIdsPath } from "./row-ids.ts"

const npy = encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2])

describe("ids beside an .npy file", () => {
  it("lie under the name of the file", () => {
    assert.strictEqual(rowIdsPath("a/pool.npy"), "a/pool.ids.csv")
  })

  it.effect("are taken, and said to be", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const path = yield* write("pool.npy", npy)
        yield* write("pool.ids.csv", "row,id\n0,\"cats/1, 2.jpg\"\n1,dogs/3.jpg\n")
        const { ids, idsFile, notes } = yield* readPool(path)
        assert.deepStrictEqual(ids, ["cats/1, 2.jpg", "dogs/3.jpg"])
        assert.strictEqual(idsFile?.path, rowIdsPath(path))
        assert.match(notes.map(Message.toCode).join(), /ids from .*pool\.ids\.csv/)
        assert.isUndefined((yield* readPool(path, { rowIds: false })).ids)
      })
    ))

  it.effect("are refused where they are of something else", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("pool.npy", npy)
        const refusal = Effect.fnUntraced(function*(text: string) {
          yield* write("pool.ids.csv", text)
          return yield* messageOf(readPool(path), folder)
        })
        assert.match(yield* refusal("row,id\n0,a\n"), /has 1 ids and .*pool\.npy has 2 rows; they belong to different/)
        assert.match(yield* refusal("row,id\n0,a\n1,b\n2,c\n"), /has 3 ids/)
        assert.match(yield* refusal("row,id\n1,a\n0,b\n"), /line 2 is of row "1", not 0/)
        assert.match(yield* refusal("id,label\n0,a\n1,b\n"), /its columns are "id", "label" where row, id should be/)
      })
    ))
})
