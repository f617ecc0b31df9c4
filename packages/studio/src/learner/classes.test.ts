import { assert, it } from "vitest"
import { seenOf, spread } from "./classes.ts"

it("classes without labels are left out, and have no probability", () => {
  const seen = seenOf(Uint32Array.of(9, 8, 7), Int32Array.of(4, 1, 4))
  assert.deepStrictEqual([[...seen.labels], seen.classes, seen.of], [[1, 0, 1], 2, [1, 4]])
  const found = spread({ data: Float32Array.of(0.25, 0.75, 1, 0), rows: 2, cols: 2 }, seen.of, 6)
  assert.deepStrictEqual([...found], [0, 0.25, 0, 0, 0.75, 0, 0, 1, 0, 0, 0, 0])
})
