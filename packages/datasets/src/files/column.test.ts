import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { readColumn } from "./column.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { encodeNpy } from "./npy-write.ts"

const pool = { rows: 2, ids: ["a", "b"] }
const counted = (length: number) => Float32Array.from({ length }, (_, i) => i)
const npy = (...shape: Array<number>) => encodeNpy(counted(shape.reduce((product, n) => product * n, 1)), shape)

const valueOf = (name: string, file: string, contents: string | Uint8Array, idColumn?: string) =>
  inFolder((_, write) =>
    Effect.gen(function*() {
      return (yield* readColumn(name, yield* write(file, contents), { ...pool, idColumn })).value
    })
  )

const problemsOf = (
  rows: ReadonlyArray<readonly [name: string, file: string, contents: string | Uint8Array, message: string]>
) =>
  inFolder((folder, write) =>
    Effect.gen(function*() {
      for (const [name, file, contents, message] of rows) {
        assert.strictEqual(yield* messageOf(readColumn(name, yield* write(file, contents), pool), folder), message)
      }
    })
  )

describe("readColumn", () => {
  it.effect("reads npy by position: matrices, passes, clusters, prototypes", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* valueOf("probability", "p.npy", npy(2, 3)), { data: counted(6), rows: 2, cols: 3 })
      const passes = yield* valueOf("passes", "p.npy", npy(3, 2, 1))
      assert.deepStrictEqual(passes, [0, 2, 4].map((i) => ({ data: Float32Array.of(i, i + 1), rows: 2, cols: 1 })))
      const clusters = encodeNpy(BigInt64Array.of(-1n, 70000n), [2])
      assert.deepStrictEqual(yield* valueOf("cluster", "c.npy", clusters), { assignment: Int32Array.of(-1, 70000) })
      const prototypes = encodeNpy(Float64Array.of(0.1, 0.2, 0.3), [3, 1])
      assert.deepStrictEqual(yield* valueOf("prototype", "p.npy", prototypes), {
        data: Float64Array.of(0.1, 0.2, 0.3),
        rows: 3,
        cols: 1
      })
    }))

  it.effect("reads tables by id, or by position where they have none", () =>
    Effect.gen(function*() {
      const swapped = { data: Float32Array.of(3, 4, 1, 2), rows: 2, cols: 2 }
      assert.deepStrictEqual(yield* valueOf("feature", "f.csv", "id,x,y\nb,1,2\na,3,4\n"), swapped)
      assert.deepStrictEqual(yield* valueOf("feature", "f.csv", "x,key,y\n1,b,2\n3,a,4\n", "key"), swapped)
      assert.deepStrictEqual(yield* valueOf("feature", "f.csv", "x,y\n3,4\n1,2\n", "key"), swapped)
      const lines = "{\"id\":\"b\",\"v\":[1,2]}\n{\"id\":\"a\",\"v\":[3,4]}\n"
      assert.deepStrictEqual(yield* valueOf("feature", "f.jsonl", lines, "key"), swapped)
      assert.deepStrictEqual(yield* valueOf("cluster", "c.csv", "id,cluster\nb,16777217\na,0\n"), {
        assignment: Int32Array.of(0, 16777217)
      })
      assert.deepStrictEqual(yield* valueOf("prototype", "p.csv", "x\n0.1\n0.2\n0.3\n"), {
        data: Float64Array.of(0.1, 0.2, 0.3),
        rows: 3,
        cols: 1
      })
    }))

  it.effect("goes by ids that are named otherwise, where the pool has some, and never unseen by position", () =>
    Effect.gen(function*() {
      const price = { data: Float32Array.of(3, 1), rows: 2, cols: 1 }
      assert.deepStrictEqual(yield* valueOf("price", "p.csv", "image_id,price\nb,1\na,3\n"), price)
      assert.deepStrictEqual(yield* valueOf("price", "p.csv", "price,file_name\n1,b\n3,a\n"), price)
      const other = yield* inFolder((folder, write) =>
        Effect.flatMap(
          write("p.csv", "image_id,price\nx,1\ny,3\n"),
          (path) => messageOf(readColumn("price", path, pool), folder)
        )
      )
      assert.include(other, "there is no row for 2 of the pool's items (\"a\", \"b\")")
    }))

  it.effect("goes by the ids beside an array, as a pool does", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("f.npy", encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2]))
        yield* write("f.ids.csv", "row,id\n0,b\n1,a\n")
        const valueWith = (ids: ReadonlyArray<string> | undefined) =>
          Effect.map(
            readColumn("feature", path, { rows: 2, ids }),
            ({ value }) => [...(value as { data: Float32Array }).data]
          )
        assert.deepStrictEqual(yield* valueWith(["a", "b"]), [3, 4, 1, 2])
        assert.deepStrictEqual(yield* valueWith(undefined), [1, 2, 3, 4])
        assert.match(
          yield* messageOf(readColumn("feature", path, { rows: 2, ids: ["a", "c"] }), folder),
          /there is no row for 1 of the pool's items/
        )
        const passes = yield* write("p.npy", encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2, 1]))
        yield* write("p.ids.csv", "row,id\n0,b\n1,a\n")
        const { value } = yield* readColumn("passes", passes, { rows: 2, ids: ["a", "b"] })
        assert.deepStrictEqual((value as ReadonlyArray<{ data: Float32Array }>).map(({ data }) => [...data]), [[2, 1], [
          4,
          3
        ]])
        yield* write("f.ids.csv", "row,id\n0,b\n")
        assert.match(
          yield* messageOf(readColumn("feature", path, pool), folder),
          /it has 1 ids and .*f\.npy has 2 rows/
        )
      })
    ))

  it.effect("takes no label, split or row number for a number of a vector, and says so", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const text = "Unnamed: 0,f0,label,fold,logit_1\n0,1,5,0,2\n1,3,6,1,4\n", path = yield* write("f.csv", text)
        for (const name of ["feature", "projection", "estimate"]) {
          const { columnNames, notes, value } = yield* readColumn(name, path, pool)
          assert.deepStrictEqual(columnNames, ["f0", "logit_1"])
          assert.deepStrictEqual(value, { data: Float32Array.of(1, 2, 3, 4), rows: 2, cols: 2 })
          assert.match(notes.map(Message.toCode).join(), /"label".*"fold"/)
        }
        // A class may be called so.
        const classes = yield* write("p.csv", "label,fold\n0.5,0.5\n0.25,0.75\n")
        assert.deepStrictEqual((yield* readColumn("probability", classes, pool)).columnNames, ["label", "fold"])
      })
    ))

  it.effect("reports names, hash and notes", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.csv", "cat,dog,class\n0.5,0.5,0\n1,0,1\n")
        const column = yield* readColumn("probability", path, pool)
        assert.deepStrictEqual(column.columnNames, ["cat", "dog", "class"])
        assert.deepStrictEqual(column.notes.map(Message.toCode), [])
        assert.deepStrictEqual([column.name, column.path, column.format], ["probability", path, "csv"])
        assert.strictEqual(column.sha256.length, 64)
      })
    ))

  it.effect("refuses another height", () => {
    const hint = "give one row for each item of the pool"
    const height = `the column has 3 rows and the pool has 2 items; ${hint}`
    return problemsOf([
      ["feature", "f.npy", npy(3, 2), `f.npy: ${height}`],
      ["passes", "f.npy", npy(2, 3, 2), `f.npy: ${height}`],
      ["cluster", "f.npy", npy(3), `f.npy: ${height}`],
      ["feature", "f.csv", "x\n1\n2\n3\n", `f.csv: ${height}`],
      ["feature", "f.csv", "id,x\na,1\n", `f.csv: there is no row for 1 of the pool's items ("b"); ${hint}`]
    ])
  })

  it.effect("refuses other dimensions and what is no cluster's number", () => {
    const hint = "use the clusters' numbers from 0, and -1 for an item in none"
    const passes = "passes have three dimensions (passes × items × classes), which csv does not hold"
    return problemsOf([
      [
        "feature",
        "f.npy",
        npy(2),
        "f.npy: the array has 1 dimension (2) and should have 2 (items × numbers); reshape it"
      ],
      ["passes", "f.npy", npy(0, 2, 2), "f.npy: the array holds no passes; save at least one"],
      ["passes", "f.csv", "x\n1\n2\n", `f.csv: ${passes}; use .npy or .npz`],
      ["cluster", "f.csv", "x\n1\n0.5\n", `f.csv: row 1 holds 0.5, which is not a cluster's number; ${hint}`],
      [
        "cluster",
        "f.npy",
        encodeNpy(Int32Array.of(0, -2), [2]),
        `f.npy: row 1 holds -2, which is not a cluster's number; ${hint}`
      ],
      [
        "cluster",
        "f.csv",
        "x,y\n1,1\n2,2\n",
        "f.csv: the clusters have 2 columns beside the ids; keep the one that holds the clusters' numbers"
      ],
      [
        "gradient",
        "f.npy",
        npy(2, 2),
        "f.npy: the column gradient is made of two others and has no file; give `feature` and `probability`"
      ]
    ])
  })
})
