import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, matrix } from "../../test/kernels.ts"
import { make, make64 } from "../Matrix.ts"
import { entropies, entropiesSync, weightedEntropies, weightedEntropiesSync } from "./entropy.ts"

const magnitudes = (x: { readonly data: Float32Array; readonly rows: number; readonly cols: number }) =>
  make(x.data.map(Math.abs), x.rows, x.cols)

describe("entropies", () => {
  it("by hand: nats, 0 log 0 = 0", () => {
    const out = entropiesSync(make(Float32Array.of(0.5, 0.5, 0, 1, 0, 0), 2, 3))
    assert.deepStrictEqual(out, Float64Array.of(Math.LN2, 0))
  })

  test.prop([matrix, fc.constantFrom(...engines)])("every variant agrees with the twin", (x, engine) => {
    const p = magnitudes(x)
    return Effect.runPromise(
      Effect.map(entropies(engine, p), (out) => assert.isTrue(close(out, entropiesSync(p), 1e-14)))
    )
  })

  const positive = fc.float({ min: Math.fround(1e-45), max: 2, noNaN: true, noDefaultInfinity: true })

  test.prop([fc.array(positive, { minLength: 1, maxLength: 40 }), fc.constantFrom(...engines)])(
    "the logarithm is within two units in the last place of Math.log",
    (values, engine) =>
      Effect.runPromise(
        Effect.map(entropies(engine, make(Float32Array.from(values), values.length, 1)), (out) =>
          out.forEach((h, i) => {
            const x = Math.fround(values[i]!)
            const expected = 0 - x * Math.log(x)
            // p log p carries the logarithm's error and half a unit of its own.
            assert.isAtMost(Math.abs(h - expected), 2.5 * Number.EPSILON * Math.abs(expected))
          }))
      )
  )

  for (const engine of engines) {
    it.effect(`zeros, one-hot rows and the smallest numbers (${engine.variant})`, () =>
      Effect.gen(function*() {
        const rows = make(Float32Array.of(0, 1, 0, 0, 0, -0, 1, 0, 1e-45, 1, 0, 0), 3, 4)
        const [a, b, c] = yield* entropies(engine, rows)
        assert.deepStrictEqual([a, b], [0, 0])
        assert.isTrue(c! > 0 && c! < 1e-42)
      }))
  }
})

/** Rows of probabilities in which equal numbers stand in other orders; tiny ones, zeros and sure ones abound. */
const turned = fc.integer({ min: 1, max: 40 }).chain((cols) =>
  fc.record({
    row: fc.array(
      fc.oneof(
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0, 1, 1e-45, 1e-30, 1e-20, Math.fround(1 / 3), 1 + 2 ** -23, 1 - 2 ** -23),
        fc.float({ min: 0, max: Math.fround(1e-25), noNaN: true })
      ),
      { minLength: cols, maxLength: cols }
    ),
    orders: fc.array(fc.shuffledSubarray(Array.from({ length: cols }, (_, i) => i), { minLength: cols }), {
      minLength: 1,
      maxLength: 4
    })
  })
)

describe("the order of the columns", () => {
  for (const engine of engines) {
    it.effect(`changes no bit where large terms cancel and a tiny one is left (${engine.variant}, ${engine.threads})`, () =>
      Effect.gen(function*() {
        const [over, under, tiny] = [1.0000001192092896, 0.9999998807907104, 9.633511511659561e-17]
        const rest = new Array<number>(25).fill(0)
        const rows = [[over, under, tiny, ...rest], [tiny, ...rest, under, over], [under, ...rest, over, tiny]]
        const found = yield* entropies(engine, make(Float32Array.from(rows.flat()), 3, 28))
        const doubles = yield* weightedEntropies(engine, make64(Float64Array.from(rows.flat(), Math.fround), 3, 28))
        assert.isTrue([...found, ...doubles].every((h) => Object.is(h, found[0])), [...found, ...doubles].join(" "))
      }))
  }

  test.prop([turned, fc.constantFrom(...engines)])("changes no bit, in any variant", ({ orders, row }, engine) => {
    const cols = row.length
    const rows = Float32Array.from([row, ...orders.map((order) => order.map((i) => row[i]!))].flat())
    const weight = row.map((_, i) => (1 + i % 3) / 3)
    return Effect.runPromise(Effect.gen(function*() {
      const plain = yield* entropies(engine, make(rows, orders.length + 1, cols))
      const doubles = yield* weightedEntropies(engine, make64(Float64Array.from(rows), orders.length + 1, cols))
      assert.isTrue(plain.every((h) => Object.is(h, plain[0])), plain.join(" "))
      assert.isTrue(doubles.every((h) => Object.is(h, doubles[0])), doubles.join(" "))
      for (const order of orders) {
        const p = make64(Float64Array.from([...row, ...order.map((i) => row[i]!)], Math.fround), 2, cols)
        const [first] = yield* weightedEntropies(engine, p, Float64Array.from(weight))
        const [, other] = yield* weightedEntropies(engine, p, Float64Array.from(order, (i) => weight[i]!))
        assert.isTrue(Object.is(first, other), `${first} ${other}`)
      }
    }))
  })
})

describe("weightedEntropies", () => {
  test.prop([matrix, fc.constantFrom(...engines)])("every variant agrees with the twin", (x, engine) => {
    const p = make64(Float64Array.from(x.data, Math.abs), x.rows, x.cols)
    const weights = Float64Array.from({ length: x.cols }, (_, j) => (j % 5) / 3)
    return Effect.runPromise(Effect.gen(function*() {
      const out = yield* weightedEntropies(engine, p, weights)
      assert.isTrue(close(out, weightedEntropiesSync(p, weights), 1e-13))
      const plain = yield* weightedEntropies(engine, p)
      assert.isTrue(close(plain, entropiesSync(magnitudes(x)), 1e-13))
    }))
  })

  it.effect("goes block by block over many rows", () =>
    Effect.gen(function*() {
      const p = make64(Float64Array.from({ length: 3 * 60_000 }, (_, i) => (i % 11) / 10), 60_000, 3)
      const out = yield* weightedEntropies(engines[0]!, p)
      assert.isTrue(close(out, weightedEntropiesSync(p, Float64Array.of(1, 1, 1)), 1e-13))
    }))
})
