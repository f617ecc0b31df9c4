import { assert, describe, it } from "@effect/vitest"
import { Embedder, Progress } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { encode, type Encoder, layer } from "./Encoder.ts"
import { EncoderError } from "./errors.ts"
import type { Source } from "./Source.ts"

/** The numbers from … to − 1. */
const counting = (rows: number): Source<ReadonlyArray<number>> => ({
  rows,
  hash: Effect.succeed("counting"),
  read: (from, to) => Effect.succeed(Array.from({ length: to - from }, (_, i) => from + i))
})

const of = (encodeBatch: Encoder<ReadonlyArray<number>>["encode"]): Encoder<ReadonlyArray<number>> => ({
  name: "twice",
  hash: "twice",
  batch: 4,
  encode: encodeBatch
})

const pairs = (batch: ReadonlyArray<number>): Matrix.Matrix => ({
  data: Float32Array.from(batch.flatMap((n) => [n, 2 * n])),
  rows: batch.length,
  cols: 2
})

const twice = of((batch) => Effect.succeed(pairs(batch)))

describe("encode", () => {
  it.effect("puts the batches together in order, whatever their size, and reports progress", () =>
    Effect.gen(function*() {
      const events: Array<string> = []
      const report = ({ done, step, total }: Progress.Event) =>
        Effect.sync(() => void events.push(`${step} ${done}/${total}`))
      const matrix = yield* encode(twice, counting(10)).pipe(Effect.provideService(Progress.Progress, { report }))
      assert.deepStrictEqual(events, ["embed 4/10", "embed 8/10", "embed 10/10"])
      assert.deepStrictEqual([matrix.rows, matrix.cols], [10, 2])
      assert.deepStrictEqual(
        Array.from(matrix.data),
        pairs([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).data.join().split(",").map(Number)
      )
      assert.deepStrictEqual(yield* encode(twice, counting(10), { batch: 3 }), matrix)
      assert.deepStrictEqual(yield* encode(twice, counting(0)), { data: new Float32Array(0), rows: 0, cols: 0 })
    }))

  it.effect("refuses what is no embedding, and says of which item", () =>
    Effect.gen(function*() {
      const answers: ReadonlyArray<readonly [Encoder<ReadonlyArray<number>>["encode"], RegExp]> = [
        [(batch) => Effect.succeed(pairs(batch.slice(1))), /from item 0: it gave 3 vectors for 4 items/],
        [() => Effect.succeed({ data: new Float32Array(0), rows: 4, cols: 0 }), /without numbers/],
        [
          (batch) =>
            Effect.succeed({
              data: new Float32Array(batch.length * (1 + batch[0]!)),
              rows: batch.length,
              cols: 1 + batch[0]!
            }),
          /from item 4: it gave vectors of 5 numbers, and of 1 before/
        ],
        [
          (batch) =>
            Effect.succeed({ data: Float32Array.from(batch, (n) => n === 6 ? NaN : n), rows: batch.length, cols: 1 }),
          /from item 4: item 6 became NaN/
        ]
      ]
      for (const [answer, expected] of answers) {
        const error = yield* Effect.flip(encode(of(answer), counting(10)))
        assert.instanceOf(error, EncoderError)
        assert.match(error.message, expected)
      }
    }))

  it.effect("stops after the batch under way when it is interrupted", () =>
    Effect.gen(function*() {
      const reached = yield* Deferred.make<void>()
      let batches = 0
      const slow = of((batch) =>
        Effect.gen(function*() {
          batches++
          if (batches === 2) yield* Deferred.succeed(reached, undefined)
          return pairs(batch)
        })
      )
      const fiber = yield* Effect.forkChild(encode(slow, counting(4000)))
      yield* Deferred.await(reached)
      yield* Fiber.interrupt(fiber)
      assert.isBelow(batches, 5)
    }))
})

describe("layer", () => {
  it.effect("is core's Embedder, whose failures name the encoder", () =>
    Effect.gen(function*() {
      const ask = Embedder.use(({ embedding }) => embedding)
      const matrix = yield* Effect.provide(ask, layer(twice, counting(5)))
      assert.deepStrictEqual(Array.from(matrix.data), [0, 0, 1, 2, 2, 4, 3, 6, 4, 8])
      const failing = of(() => Effect.succeed({ data: Float32Array.of(Infinity), rows: 1, cols: 1 }))
      const error = yield* Effect.flip(Effect.provide(ask, layer(failing, counting(1))))
      assert.deepStrictEqual([error._tag, error.part], ["PartFailed", "twice"])
    }))
})
