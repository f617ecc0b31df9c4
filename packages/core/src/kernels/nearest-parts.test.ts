import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, matrix } from "../../test/kernels.ts"
import { make } from "../Matrix.ts"
import type { NeighborTable } from "../neighbors/groups.ts"
import { parts } from "./nearest-parts.ts"
import { within } from "./nearest.ts"

/** What a table says of each member. */
const rowsOf = ({ counts, distances, indices, members, width }: NeighborTable) =>
  Array.from(members, (position, i) => {
    const cells = <A>(of: ArrayLike<A>): Array<A> => Array.from(of).slice(i * width, i * width + counts[i]!)
    return [position, cells(indices), cells(distances)] as const
  })

describe("parts", () => {
  test.prop([matrix.filter(({ rows }) => rows > 1), fc.integer({ min: 1, max: 4 }), fc.constantFrom(...engines)])(
    "together say of each member what the whole table says",
    async (x, k, engine) => {
      const request = {
        members: Uint32Array.from({ length: x.rows - 1 }, (_, i) => i + 1),
        group: Int32Array.from({ length: x.rows }, (_, i) => i % 3 - (i % 7 === 0 ? 3 : 0)),
        neighbors: (size: number) => Math.min(k, Math.floor(size / 2))
      }
      const seen: Array<ReturnType<typeof rowsOf>[number]> = []
      await Effect.runPromise(parts(engine, x, request, (part) => Effect.sync(() => void seen.push(...rowsOf(part)))))
      const whole = rowsOf(await Effect.runPromise(within(engine, x, request)))
      const inGroups = whole.filter(([position]) => request.group[position]! >= 0)
      assert.deepStrictEqual(seen.sort(([a], [b]) => a - b), inGroups)
    }
  )

  it("are as small as what is searched together", async () => {
    const rows = 6000, x = make(Float32Array.from({ length: rows * 4 }, (_, i) => (i * 7919) % 101), rows, 4)
    const request = {
      members: Uint32Array.from({ length: rows }, (_, i) => i),
      group: Int32Array.from({ length: rows }, (_, i) => i % 60),
      neighbors: () => 20
    }
    const sizes: Array<number> = []
    const engine = { ...engines[0]!, settings: { ...engines[0]!.settings, batch: 2 ** 18 } }
    await Effect.runPromise(
      parts(engine, x, request, ({ members }) => Effect.sync(() => void sizes.push(members.length)))
    )
    assert.strictEqual(sizes.reduce((a, b) => a + b, 0), rows)
    assert.isAbove(sizes.length, 10)
  })
})
