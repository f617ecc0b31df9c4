import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import type { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { zip } from "../../test/archives.ts"
import { folder } from "../../test/files.ts"
import { readColumn } from "./column.ts"
import { encodeNpy } from "./npy-write.ts"

const npz = (arrays: { readonly [name: string]: Uint8Array }) =>
  zip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })))

const numbers = (...values: ReadonlyArray<number>) => encodeNpy(Float32Array.from(values), [3, values.length / 3])

const ids = encodeNpy(BigInt64Array.of(30n, 10n, 20n), [3])

const pool = { rows: 3, ids: ["10", "20", "30"] }

layer(NodeServices.layer)("a column in an .npz file", (it) => {
  it.effect("is the array of its name or the only one, in the order of the pool's ids", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const column = (name: string, bytes: Uint8Array) => readColumn(name, put("c.npz", bytes), pool)
      const named = yield* column("feature", npz({ Feature: numbers(3, 1, 2), other: numbers(0, 0, 0), ids }))
      assert.deepStrictEqual([...(named.value as Matrix.Matrix).data], [1, 2, 3])
      const only = yield* column("probability", npz({ p: numbers(1, 0, 0, 1, 0.5, 0.5) }))
      assert.deepStrictEqual([...(only.value as Matrix.Matrix).data], [1, 0, 0, 1, 0.5, 0.5])
      const cluster = yield* column("cluster", npz({ a: encodeNpy(Int32Array.of(7, 8, 9), [3]), id: ids }))
      assert.deepStrictEqual(cluster.value as unknown, { assignment: Int32Array.of(8, 9, 7) })
      const passes = yield* column(
        "passes",
        npz({
          passes: encodeNpy(Float32Array.of(3, 1, 2, 6, 4, 5), [2, 3, 1]),
          id: ids
        })
      )
      assert.deepStrictEqual((passes.value as ReadonlyArray<Matrix.Matrix>).map(({ data }) => [...data]), [[1, 2, 3], [
        4,
        5,
        6
      ]])
      const prototype = yield* column(
        "prototype",
        npz({ prototype: encodeNpy(Float64Array.of(1, -1), [2, 1]), id: ids })
      )
      assert.deepStrictEqual([...(prototype.value as Matrix.Matrix64).data], [1, -1])
    }))

  it.effect("is refused where several arrays might be it, and where the ids are others", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const problem = (bytes: Uint8Array) =>
        Effect.map(Effect.flip(readColumn("feature", put("c.npz", bytes), pool)), ({ message }) => message)
      assert.match(
        yield* problem(npz({ a: numbers(1, 2, 3), b: numbers(1, 2, 3) })),
        /no array "feature", and 2 others: "a", "b"/
      )
      const two = encodeNpy(Int32Array.of(1, 2), [2])
      assert.match(yield* problem(npz({ a: numbers(1, 2, 3), id: two })), /2 ids and 3 rows/)
      const others = encodeNpy(Int32Array.of(1, 2, 3), [3])
      assert.match(yield* problem(npz({ a: numbers(1, 2, 3), id: others })), /no row for 3 of the pool's items/)
    }))
})
