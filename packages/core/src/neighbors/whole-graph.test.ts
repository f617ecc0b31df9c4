import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Kernels from "../Kernels.ts"
import { fromRows, make } from "../Matrix.ts"
import { radiusGraph, withRadiusGraph } from "../Neighbors.ts"
import * as Pool from "../Pool.ts"
import { distinctOf } from "./copies.ts"

const few = fromRows([[1, 0], [2, 2], [1, -0], [5, 5], [2, 2], [1, 0]])

const rows = 2 ** 11, cols = 128
const many = make(Float32Array.from({ length: rows * cols }, (_, i) => (i * 7919) % 101), rows, cols)

describe("withRadiusGraph", () => {
  it.effect("is the graph of one row of each kind, and says for whom it stands", () =>
    Effect.gen(function*() {
      const { copies, graph } = yield* withRadiusGraph({ matrix: few, radius: 3 }, Effect.succeed)
      assert.deepStrictEqual([...distinctOf(copies!)], [0, 1, 3])
      assert.deepStrictEqual(graph, yield* radiusGraph({ matrix: few, rows: Uint32Array.of(0, 1, 3), radius: 3 }))
    }))

  it.effect("joins nothing but each row to nobody where the radius is 0", () =>
    Effect.gen(function*() {
      const { copies, graph } = yield* withRadiusGraph({ matrix: few, radius: 0 }, Effect.succeed)
      assert.isUndefined(copies)
      assert.deepStrictEqual([...graph.rows], [0, 1, 2, 3, 4, 5])
    }))

  it("is one for all queries that ask a pool for the same radius at the same time", async () => {
    const { columns: { embedding: matrix } } = Pool.makeUnsafe({ embedding: many })
    const ask = (radius: number) =>
      Effect.runPromise(
        withRadiusGraph({ matrix: matrix!, radius }, ({ graph }) => Effect.as(Effect.sleep("20 millis"), graph))
      )
    const [a, b, other] = await Promise.all([ask(100), ask(100), ask(200)])
    assert.strictEqual(a, b)
    assert.isAbove(other.targets.length, a.targets.length)
    assert.deepStrictEqual(await ask(100), a)
    assert.notStrictEqual(await ask(100), a)
  })

  it("fails where the edges do not fit, in words", async () => {
    const kernels = { ...Kernels.make(), over: () => Effect.die(new RangeError("Array buffer allocation failed")) }
    const asked = withRadiusGraph({ matrix: many, radius: 1 }, Effect.succeed).pipe(
      Effect.provideService(Kernels.Kernels, kernels as never)
    )
    const error = await Effect.runPromise(Effect.flip(asked))
    assert.match(error.message, /more edges than fit into memory.*make the radius smaller/)
  })

  it("says nothing of edges where what uses them runs out of something", async () => {
    const exit = await Effect.runPromiseExit(
      withRadiusGraph({ matrix: few, radius: 3 }, () => Effect.die(new RangeError("Invalid string length")))
    )
    assert.match(String(exit), /Die.*Invalid string length/s)
  })
})
