import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { countOf, firstSeed, freshSeed, mostOf, moving, readSeed, seedAt } from "./seeds.ts"

const sample = (seed: number): ReadonlyArray<number> => fc.sample(fc.integer(), { numRuns: 5, seed })

describe("seeds", () => {
  it("begin with what is given, with a fixed one in CI, or with a new one", () => {
    assert.strictEqual(firstSeed({ MARGINALIA_SEED: "-12", CI: "true" }), -12)
    assert.strictEqual(firstSeed({ CI: "true" }), firstSeed({ CI: "true", MARGINALIA_SEED: "" }))
    const fresh = Array.from({ length: 20 }, () => firstSeed({}))
    assert.isAbove(new Set(fresh).size, 15)
    assert.deepStrictEqual(fresh, fresh.map((seed) => seed | 0))
  })

  it("refuses what fast-check would not print", () => {
    for (const wrong of ["1.5", "x", "2147483648", "1e3", " 1"]) {
      assert.throws(() => readSeed(wrong), /MARGINALIA_SEED is/)
    }
    assert.strictEqual(readSeed("-2147483648"), -(2 ** 31))
  })

  test.prop([fc.integer(), fc.integer({ min: 2, max: 200 })])(
    "differ from one another, the first as given",
    (first, n) => {
      const all = Array.from({ length: n }, (_, i) => seedAt(first, i))
      assert.strictEqual(all[0], first)
      assert.strictEqual(new Set(all).size, n)
    }
  )

  it("are what fast-check draws from, wherever they have moved", () => {
    const seed = moving(3)
    assert.deepStrictEqual(sample(seed.setting), sample(3))
    seed.now = -4
    assert.deepStrictEqual(sample(seed.setting), sample(-4))
  })

  it("tell whether they were drawn from, and showing one is not drawing", () => {
    const seed = moving(freshSeed())
    assert.strictEqual(`${seed.setting}`, String(seed.now))
    assert.isFalse(seed.used)
    sample(seed.setting)
    assert.isTrue(seed.used)
  })

  it("are one, without end, unless the environment says otherwise", () => {
    assert.deepStrictEqual([countOf({}), mostOf({})], [1, Infinity])
    assert.deepStrictEqual(
      [
        countOf({ MARGINALIA_SEEDS: "9" }),
        mostOf({ MARGINALIA_SEED_SECONDS: "5" }),
        mostOf({ MARGINALIA_SEED_SECONDS: "0" })
      ],
      [9, 5, Infinity]
    )
  })
})
