import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Rng from "./Rng.ts"

const hex = (words: Iterable<number>) => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join(" ")

const key = fc.record({ hi: fc.nat(0xFFFFFFFF), lo: fc.nat(0xFFFFFFFF) })

const positions = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 40 }).map((list) => Uint32Array.from(list))

describe("block", () => {
  // Random123's kat_vectors: philox4x32 10.
  const known = [
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [
      [0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF],
      [0xFFFFFFFF, 0xFFFFFFFF],
      "408f276d 41c83b0e a20bc7c6 6d5451fd"
    ],
    [
      [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
      [0xA4093822, 0x299F31D0],
      "d16cfe09 94fdcceb 5001e420 24126ea1"
    ]
  ] as const

  it.each(known)("gives the published words for counter %o and key %o", ([a, b, c, d], [lo, hi], words) => {
    assert.strictEqual(hex(Rng.block({ lo, hi }, a, b, c, d)), words)
  })
})

describe("fromSeed", () => {
  it("keeps 64 bits of any safe integer, in two's complement", () => {
    assert.deepStrictEqual(Rng.fromSeed(0), { lo: 0, hi: 0 })
    assert.deepStrictEqual(Rng.fromSeed(-1), { lo: 0xFFFFFFFF, hi: 0xFFFFFFFF })
    assert.deepStrictEqual(Rng.fromSeed(2 ** 32 + 7), { lo: 7, hi: 1 })
    assert.deepStrictEqual(Rng.fromSeed(Number.MIN_SAFE_INTEGER), { lo: 1, hi: 0xFFE00000 })
  })

  test.prop([fc.maxSafeInteger(), fc.maxSafeInteger()])("tells seeds apart", (a, b) => {
    assert.strictEqual(a === b, hex(Object.values(Rng.fromSeed(a))) === hex(Object.values(Rng.fromSeed(b))))
  })
})

describe("derive", () => {
  test.prop([key, fc.uniqueArray(fc.string({ maxLength: 9 }), { minLength: 2 })])(
    "gives every name a key of its own",
    (from, names) => {
      const keys = names.map((name) => hex(Object.values(Rng.derive(from, name))))
      assert.strictEqual(new Set(keys).size, names.length)
    }
  )

  it("tells names apart that begin alike, or are padded with zeros", () => {
    const names = ["", "\0", "\0\0\0\0", "abcd", "abcd\0", "abcde", "abcdefgh", "abcdefghi"]
    assert.strictEqual(new Set(names.map((name) => hex(Object.values(Rng.derive(Rng.fromSeed(1), name))))).size, 8)
  })

  it("takes a number for its decimals, and is data-last too", () => {
    const from = Rng.fromSeed(3)
    assert.deepStrictEqual(Rng.derive(from, 12), Rng.derive("12")(from))
  })
})

describe("uniform", () => {
  const draws = 40_000
  const drawn = Float64Array.from({ length: draws }, (_, i) => Rng.uniform(Rng.fromSeed(11), i))

  it("is in [0, 1), with the mean and the variance of the uniform distribution, within five deviations", () => {
    const mean = drawn.reduce((a, b) => a + b, 0) / draws
    const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / draws
    assert.isTrue(drawn.every((x) => x >= 0 && x < 1))
    assert.closeTo(mean, 1 / 2, 5 * Math.sqrt(1 / 12 / draws))
    assert.closeTo(variance, 1 / 12, 5 * Math.sqrt(1 / 180 / draws))
  })

  it("falls evenly into 64 boxes (χ² within five deviations), and neighbors are not correlated", () => {
    const boxes = new Float64Array(64)
    for (const x of drawn) boxes[Math.floor(x * 64)]! += 1
    const chi2 = boxes.reduce((sum, n) => sum + (n - draws / 64) ** 2 / (draws / 64), 0)
    assert.closeTo(chi2, 63, 5 * Math.sqrt(2 * 63))
    const products = drawn.slice(1).reduce((sum, x, i) => sum + (x - 0.5) * (drawn[i]! - 0.5), 0) / draws
    assert.closeTo(products, 0, 5 / 12 / Math.sqrt(draws))
  })

  test.prop([key, fc.maxSafeInteger().map(Math.abs)])("uses the counter's high bits too", (k, counter) => {
    assert.strictEqual(Rng.uniform(k, counter), Rng.uniform(counter)(k))
    if (counter >= 2 ** 32) assert.notStrictEqual(Rng.uniform(k, counter), Rng.uniform(k, counter >>> 0))
  })
})

it("gumbel has the mean and the variance of its distribution, and is finite", () => {
  const n = 40_000
  const drawn = Float64Array.from({ length: n }, (_, i) => Rng.gumbel(Rng.fromSeed(5), i))
  const mean = drawn.reduce((a, b) => a + b, 0) / n
  const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / n
  assert.closeTo(mean, 0.5772156649, 5 * Math.PI / Math.sqrt(6 * n))
  assert.closeTo(variance, Math.PI ** 2 / 6, 0.1)
  assert.isTrue(drawn.every(Number.isFinite))
})

test.prop([key, fc.nat(100)])("a reader reads the stream, and two read the same", (k, n) => {
  const [a, b] = [Rng.reader(k), Rng.reader(k)]
  for (let i = 0; i < n; i++) assert.deepStrictEqual([a(), b()], [Rng.uniform(k, i), Rng.uniform(k, i)])
})

describe("permutation", () => {
  test.prop([key, fc.nat(50)])("has every number once", (k, n) => {
    assert.deepStrictEqual([...Rng.permutation(k, n)].toSorted((a, b) => a - b), Array.from({ length: n }, (_, i) => i))
  })

  it("gives each of the six orders of three about equally often", () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = Rng.permutation(Rng.derive(Rng.fromSeed(2), i), 3).join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    assert.strictEqual(counts.size, 6)
    for (const count of counts.values()) assert.closeTo(count, 1000, 5 * Math.sqrt(6000 * (1 / 6) * (5 / 6)))
  })
})

describe("subset", () => {
  test.prop([key, positions, fc.nat(50)])(
    "is ascending, distinct, drawn from what is given, and as large as asked",
    (k, from, n) => {
      const chosen = Rng.subset(k, from, n)
      assert.strictEqual(chosen.length, Math.min(n, from.length))
      assert.deepStrictEqual([...chosen], [...new Set(chosen)].toSorted((a, b) => a - b))
      assert.isTrue([...chosen].every((position) => from.includes(position)))
    }
  )

  test.prop([key, positions, fc.nat(50)])("does not depend on the order, and writes nothing", (k, from, n) => {
    const before = [...from]
    assert.deepStrictEqual(Rng.subset(k, from.toReversed(), n), Rng.subset(k, from, n))
    assert.deepStrictEqual([...from], before)
  })

  test.prop([key, positions, fc.nat(50)])("the luck of a position does not depend on its company", (k, from, n) => {
    const chosen = Rng.subset(k, from, n)
    const loser = [...from].find((position) => !chosen.includes(position))
    if (loser === undefined) return
    assert.deepStrictEqual(Rng.subset(k, from.filter((position) => position !== loser), n), chosen)
  })

  it("chooses every position about equally often", () => {
    const times = new Float64Array(10)
    const all = Uint32Array.from({ length: 10 }, (_, i) => i)
    for (let i = 0; i < 4000; i++) for (const at of Rng.subset(Rng.derive(Rng.fromSeed(4), i), all, 3)) times[at]! += 1
    for (const count of times) assert.closeTo(count, 1200, 5 * Math.sqrt(4000 * 0.3 * 0.7))
  })
})
