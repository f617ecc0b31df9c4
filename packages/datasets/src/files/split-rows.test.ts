import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, it as test, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../test/files.ts"
import { readPool } from "./pool.ts"
import { partsOf, type Rows, rowsOfPart, takePart } from "./split-rows.ts"

test("parts are known by all their names", () => {
  assert.deepStrictEqual(partsOf(["train", "Valid", "TEST", "dev"]), ["train", "validation", "test", "validation"])
  assert.throws(() => partsOf(["train", "fold 3"]), /row 1 is of the split "fold 3"; there are train, val and test/)
  assert.throws(() => partsOf(undefined), /no column says which rows/)
  assert.throws(() => rowsOfPart(["train"], "test"), /no row is of the split test/)
  assert.deepStrictEqual(rowsOfPart(["train", "test", "train"], "train"), {
    at: [0, 2],
    note: "the split train: 2 of 3 rows"
  })
})

test("rows keep what belongs to them", () => {
  const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, cols: 2 }
  const taken = takePart<Rows>({ ids: undefined, labels: ["a", undefined, "c"], matrix }, [0, 2])
  assert.deepStrictEqual(taken, {
    ids: ["0", "2"],
    labels: ["a", "c"],
    matrix: { data: Float32Array.of(1, 2, 5, 6), rows: 2, cols: 2 }
  })
})

layer(NodeServices.layer)("a pool with a split", (it) => {
  it.effect("is those rows, and the split is never a feature", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const csv = put("p.csv", "id,x,split,label\na,1,train,u\nb,2,test,v\nc,3,Train,u\nd,4,val,v\n")
      const pool = yield* readPool(csv, { split: "train", answers: true })
      assert.deepStrictEqual([pool.ids, [...pool.matrix.data], pool.labels], [["a", "c"], [1, 3], ["u", "u"]])
      assert.deepStrictEqual((yield* readPool(csv, { split: "val" })).ids, ["d"])
      assert.deepStrictEqual((yield* readPool(csv, { split: "all" })).ids, ["a", "b", "c", "d"])
      assert.deepStrictEqual([...(yield* readPool(csv)).matrix.data], [1, 2, 3, 4])
      const none = yield* Effect.flip(readPool(put("q.csv", "id,x\na,1\n"), { split: "train" }))
      assert.match(none.message, /no column says which rows/)
    }))
})
