import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { signedRank, type Zeros } from "./wilcoxon.ts"

/** Every one of the 2ⁿ sign patterns, ranks counted from scratch: the definition, without dynamic programming. */
const enumerated = (differences: ReadonlyArray<number>, zeros: Zeros): number => {
  const kept = zeros === "pratt" ? differences : differences.filter((d) => d !== 0)
  const size = kept.map(Math.abs)
  const rank = size.map((x) => size.filter((y) => y < x).length + (size.filter((y) => y === x).length + 1) / 2)
  const terms = kept.flatMap((d, i) => d === 0 ? [] : [{ d, rank: rank[i]! }])
  const middle = terms.reduce((a, t) => a + t.rank, 0) / 2
  const seen = Math.abs(terms.reduce((a, t) => a + (t.d > 0 ? t.rank : 0), 0) - middle)
  let asExtreme = 0
  for (let signs = 0; signs < 2 ** terms.length; signs++) {
    const w = terms.reduce((a, t, i) => a + (signs >> i & 1 ? t.rank : 0), 0)
    if (Math.abs(w - middle) >= seen) asExtreme++
  }
  return asExtreme / 2 ** terms.length
}

const tied = fc.array(fc.integer({ min: -3, max: 4 }), { maxLength: 9 })

describe("signedRank", () => {
  it.each([
    // SciPy 1.17.1: scipy.stats.wilcoxon(d, method="exact")
    [[.8, -.3, .5, 1.1, -.2, .9, .7, .4], 3, 0.0390625],
    [[-1.3, 2.1, -.4, 3.3, -2.2, .6, -.9, 1.7, -2.8, .1], 27, 1],
    [
      [
        .6456,
        1.1216,
        .6304,
        -1.0032,
        1.2054,
        .7464,
        -.237,
        .8811,
        .6646,
        .5941,
        .3284,
        .8467,
        -.4365,
        .1371,
        -.1821,
        .8988,
        .3397,
        .0075,
        -.4819,
        .0428
      ],
      44,
      0.021484375
    ]
  ])("agrees with SciPy without ties", (differences, statistic, p) => {
    const found = signedRank(differences)
    assert.strictEqual(Math.min(found.positive, found.negative), statistic)
    assert.strictEqual(found.p, p)
  })

  it.each(
    [
      // SciPy 1.17.1: wilcoxon(d, zero_method=…, method=PermutationMethod(n_resamples=np.inf)), that is all sign patterns
      ["pratt", [1, 1, -1, 2, 2, 3, 0, 0], 4, 0.125],
      ["pratt", [1, -2, 2, 2, -1, 4, 5, 0], 7.5, 0.21875],
      ["wilcoxon", [1, 1, -1, 2, 2, 3, 0, 0], 2, 0.125],
      ["wilcoxon", [1, -2, 2, 2, -1, 4, 5, 0], 5.5, 0.203125]
    ] as const
  )("agrees with SciPy under ties and zeros (%s)", (zeros, differences, statistic, p) => {
    const found = signedRank(differences, { zeros })
    assert.strictEqual(Math.min(found.positive, found.negative), statistic)
    assert.strictEqual(found.p, p)
  })

  prop.prop([tied, fc.constantFrom<Zeros>("pratt", "wilcoxon")])("is what enumeration gives", (differences, zeros) => {
    assert.strictEqual(signedRank(differences, { zeros }).p, enumerated(differences, zeros))
  })

  prop.prop([tied])("does not mind which of the two comes first", (differences) => {
    const [one, other] = [signedRank(differences), signedRank(differences.map((d) => -d))]
    assert.deepStrictEqual([one.p, one.positive, one.negative], [other.p, other.negative, other.positive])
  })

  it("cannot fall under 0.05 below six differences", () => {
    assert.deepStrictEqual([4, 5, 6].map((n) => signedRank(new Array<number>(n).fill(1)).p), [1 / 8, 1 / 16, 1 / 32])
  })

  it("is 1 when nothing differs", () => {
    assert.deepStrictEqual(signedRank([0, 0]), { used: 0, positive: 0, negative: 0, p: 1 })
    assert.strictEqual(signedRank([]).p, 1)
  })

  it("sees ties through rounding errors, with a tolerance", () => {
    const exact = signedRank([1, 1, 1, -1, 2, 0])
    const rounded = [0.9 - 0.8, 0.8 - 0.7, 0.4 - 0.3, 0.6 - 0.7, 0.9 - 0.7, 0.1 + 0.2 - 0.3]
    assert.deepStrictEqual(signedRank(rounded, { tolerance: 1e-12 }), exact)
    assert.notDeepEqual(signedRank(rounded), exact)
  })

  it("counts many differences without overflow", () => {
    const alternating = Array.from({ length: 120 }, (_, i) => (i + 1) * (i % 2 === 0 ? 1 : -1))
    // W − μ = −30; σ² = n(n+1)(2n+1)/24; with continuity correction the normal approximation is close at n = 120.
    const { p } = signedRank(alternating)
    assert.closeTo(p, 0.938, 2e-3)
  })

  it("refuses what is not a number", () => {
    assert.throws(() => signedRank([1, Number.NaN]), RangeError, "difference 1 is NaN")
  })
})

describe("a great many differences", () => {
  it("are refused, not computed for hours", () => {
    assert.throws(() => signedRank(new Array<number>(1001).fill(1)), RangeError, "1001 differences are too many")
  })
})
