import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { moveColumns, moveMatrix, shift, stretch, turn } from "./move.ts"
import { poolArb } from "./pool.ts"

/** Squared distances of all pairs, in double precision. */
const squares = ({ cols, data, rows }: Matrix.Matrix): ReadonlyArray<number> =>
  Array.from({ length: rows * rows }, (_, n) => {
    const [i, j] = [Math.floor(n / rows), n % rows]
    let sum = 0
    for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! - data[j * cols + k]!) ** 2
    return sum
  })

const exact = poolArb({ maxRows: 8, textures: ["continuous", "blobs", "duplicates"] })

describe("motions", () => {
  test.prop([exact, fc.nat()])("turning and moving keep every distance to the last bit", (pool, seed) => {
    assert.deepStrictEqual(squares(moveMatrix(pool, turn(seed))), squares(pool))
    assert.deepStrictEqual(squares(moveMatrix(pool, shift(seed))), squares(pool))
  })

  test.prop([exact])("stretching multiplies every distance", (pool) => {
    assert.deepStrictEqual(squares(moveMatrix(pool, stretch(2))), squares(pool).map((x) => x * 4))
  })

  test.prop([exact, fc.nat()])("turning mixes the axes, and takes given centers along", (pool, seed) => {
    const centers = { data: Float64Array.from(pool.data), rows: pool.rows, cols: pool.cols }
    const cluster = { assignment: new Int32Array(pool.rows), centers }
    const moved = moveColumns({ embedding: pool, cluster }, turn(seed))
    assert.deepStrictEqual(Float32Array.from(moved.cluster!.centers!.data), moved.embedding!.data)
    const rows = Matrix.fromRows([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    const turned = Array.from({ length: 30 }, (_, i) => moveMatrix(rows, turn(i)).data)
    assert.isTrue(turned.some((data) => data.every((x) => x % 1 !== 0 || x === 0)))
  })
})
