import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { csvOf, places } from "./embedding-write.ts"

describe("places", () => {
  it.effect("are beside the numbers", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* places("a/pool.npy", undefined, undefined), {
        npy: "a/pool.npy",
        ids: "a/pool.ids.csv",
        labels: "a/pool.labels.csv",
        about: "a/pool.json",
        encoder: "a/pool.encoder"
      })
      assert.strictEqual((yield* places("pool.npy", "x.csv", undefined)).ids, "x.csv")
      for (const out of ["pool", "pool.csv", ".npy", "a/.npy"]) {
        assert.match((yield* Effect.flip(places(out, undefined, "kept"))).message, /does not end in \.npy/)
      }
    }))
})

describe("csvOf", () => {
  it("quotes what would be read otherwise", () => {
    assert.strictEqual(
      csvOf(["row", "id"], [["0", "a"], ["1", "b,c"], ["2", "d\"e"]]),
      "row,id\n0,a\n1,\"b,c\"\n2,\"d\"\"e\"\n"
    )
  })
})
