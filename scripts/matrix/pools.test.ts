import { assert, describe, it } from "@effect/vitest"
import { Query } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inputOf, isTieFree, pools } from "./pools.ts"

describe("the pools of the matrix", () => {
  it("are thirty, by different names, on both sides of 2^17 multiply-adds", () => {
    assert.strictEqual(new Set(pools.map(({ name }) => name)).size, 30)
    const work = pools.map(({ cols, size }) => 2 * size * cols)
    assert.isTrue(work.some((n) => n > 2 ** 16 && n < 2 ** 17) && work.some((n) => n > 2 ** 17 && n < 2 ** 18))
    assert.isTrue(pools.some(isTieFree))
  })

  it("make queries that can be asked", () => {
    for (const pool of pools) {
      const query = Effect.runSync(Query.make(inputOf(pool, ["embedding", "probability"])))
      assert.deepStrictEqual([query.size, query.budget], [pool.size, pool.budget], pool.name)
      const { data } = inputOf(pool, ["embedding"]).embedding!
      assert.isTrue(data.every(Number.isFinite), pool.name)
    }
  })

  it("move and scale what is measured, exactly", () => {
    const of = (more: object) => inputOf({ ...pools[9]!, ...more }, ["embedding", "probability"])
    const plain = of({}), scaled = of({ exponent: 100 })
    assert.deepStrictEqual(scaled.embedding!.data.map((x) => x / 2 ** 100), plain.embedding!.data)
    assert.deepStrictEqual(scaled.probability, plain.probability)
    const denormal = inputOf(pools.at(-1)!, ["embedding"]).embedding!.data
    assert.isTrue(denormal.some((x) => x > 0) && denormal.every((x) => x < 2 ** -126))
  })
})
