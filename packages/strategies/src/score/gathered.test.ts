import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import { looking, rowsAtATime } from "./gathered.ts"

const cols = 2 ** 15

/** Row i holds i in every column. */
const matrix = (rows: number) => {
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) data.fill(i, i * cols, (i + 1) * cols)
  return Matrix.make(data, rows, cols)
}

describe("looking", () => {
  it("puts a few megabytes of rows together at a time, always in the same room", () => {
    const x = matrix(100), items = Uint32Array.from({ length: 40 }, (_, n) => 2 * n + 1)
    const { parts, place, rows } = looking(x, items)
    assert.deepStrictEqual(parts.map(({ length }) => length), [32, 8])
    assert.strictEqual(rowsAtATime(x), 32)
    const seen = parts.flatMap((part) => {
      const some = rows(part)
      return Array.from(part, (_, m) => [some.rows, some.data[place(m) * cols], some.data.buffer] as const)
    })
    assert.deepStrictEqual(seen.map(([, value]) => value), [...items])
    assert.deepStrictEqual(seen.map(([count]) => count), [...items].map((_, n) => n < 32 ? 32 : 8))
    assert.strictEqual(new Set(seen.map(([, , buffer]) => buffer)).size, 1)
  })

  it("leaves the rows where they are when most of them are meant", () => {
    const x = matrix(4), { parts, place, rows } = looking(x, Uint32Array.of(0, 2, 3))
    assert.deepStrictEqual(parts.map((part) => [...part]), [[0, 2, 3]])
    assert.strictEqual(rows(parts[0]!).data, x.data)
    assert.deepStrictEqual([0, 1, 2].map(place), [0, 2, 3])
  })

  it("takes no more memory than a segment", () => {
    const { parts, rows } = looking(matrix(300), Uint32Array.from({ length: 149 }, (_, n) => n))
    assert.isAtMost(rows(parts[0]!).data.byteLength, 2 ** 22)
  })
})
