import { assert, describe, it } from "@effect/vitest"
import { Carry, Kernels, Query, Strategy } from "@marginalia/core"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { cloud } from "../../../core/test/clouds.ts"
import { kernelsWith } from "../../../core/test/set-kernels.ts"
import { tilesOf } from "../../../core/test/tiles.ts"
import { kCenter } from "./k-center.ts"

describe("Carry.inMemory", () => {
  const matrix = cloud("plain", 600, 6, 2), settings = { budget: 3, seed: 0 }

  for (const place of ["memory", "tiles"] as const) {
    it.effect(`serves queries over rows that were named before: in ${place}`, () =>
      Effect.gen(function*() {
        const said: Array<string> = []
        const ask = (labeled: ReadonlyArray<number>, name?: string) => {
          const given = { ...settings, labeled }
          const rows = <A extends object>(all: A): A => name === undefined ? all : Carry.named(all, name)
          const query = place === "memory"
            ? Query.makeUnsafe({ embedding: rows({ ...matrix }), ...given })
            : Query.overTiles(Query.makeUnsafe({ size: matrix.rows, ...given }), {
              embedding: rows(tilesOf(matrix, 256))
            })
          return Effect.map(Strategy.runAny(Strategy.make(kCenter()), query), ({ picks }) => picks)
        }
        const expected = yield* ask([1, 2, 3])
        const rounds = Effect.gen(function*() {
          yield* ask([1, 2], "pool")
          assert.deepStrictEqual(yield* ask([1, 2, 3]), expected)
          assert.deepStrictEqual(yield* ask([1, 2, 3], "pool"), expected)
        })
        yield* rounds.pipe(
          Effect.provide(Carry.layer(Carry.inMemory())),
          Effect.provideService(Notices, { say: (line) => Effect.sync(() => void said.push(line)) })
        )
        assert.deepStrictEqual(said, ["note: k-center: distances to 2 labeled items are those of an earlier round"])
      }).pipe(Effect.provideService(Kernels.Kernels, kernelsWith({ passed: 0 }))))
  }
})
