import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Allocator from "./allocator.ts"

describe("allocator", () => {
  test.prop([fc.array(fc.tuple(fc.nat({ max: 100 }), fc.boolean()))])("ranges in use never meet", (steps) => {
    let size = 0
    const { alloc, free } = Allocator.make((end) => {
      size = Math.max(size, end)
    })
    const used: Array<{ at: number; bytes: number }> = []
    for (const [n, keep] of steps) {
      if (!keep && used.length > 0) free(used.splice(n % used.length, 1)[0]!.at)
      else {
        const at = alloc(n)
        assert.isTrue(at % 16 === 0 && at >= 1024 && at + n <= size)
        assert.isTrue(used.every((other) => other.at + other.bytes <= at || at + n <= other.at))
        used.push({ at, bytes: n })
      }
    }
  })
})
