import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { tCritical, tInterval } from "./student.ts"

const freedoms = [1, 2, 3, 4, 5, 9, 10, 29, 99, 1000]

/** SciPy 1.17.1: scipy.stats.t.ppf((1 + confidence) / 2, freedom), a column for each of `freedoms`. */
const scipy: ReadonlyArray<readonly [number, ReadonlyArray<number>]> = [
  [0.5, [
    1.0000000000000002,
    0.8164965809277261,
    0.7648923284043444,
    0.7406970841126829,
    0.7266868438004226,
    0.7027221467513264,
    0.6998120613124317,
    0.6830438608216131,
    0.6769759855461531,
    0.6747351646070093
  ]],
  [0.9, [
    6.313751514675037,
    2.9199855803537242,
    2.3533634348018233,
    2.1318467863266495,
    2.0150483733330233,
    1.833112932656237,
    1.8124611228116756,
    1.6991270265334972,
    1.6603911560169906,
    1.6463788172854643
  ]],
  [0.95, [
    12.706204736174694,
    4.302652729749462,
    3.1824463052837078,
    2.7764451051977934,
    2.5705818356363146,
    2.262157162798205,
    2.228138851986274,
    2.045229642132703,
    1.9842169515864174,
    1.9623390808264083
  ]],
  [0.99, [
    63.656741162871526,
    9.924843200918287,
    5.840909309733355,
    4.604094871349992,
    4.032142983555228,
    3.249835541592126,
    3.16927267261695,
    2.756385903670605,
    2.626405457280827,
    2.580754698065951
  ]],
  [0.999, [
    636.6192487687897,
    31.599054576445365,
    12.923978636687961,
    8.610301581379522,
    6.868826625881276,
    4.780912585931217,
    4.586893858702708,
    3.6594050194663748,
    3.391528833363685,
    3.300282648423944
  ]]
]

const worst = (): number => {
  let error = 0
  for (const [confidence, row] of scipy) {
    row.forEach((t, i) => error = Math.max(error, Math.abs(tCritical(confidence, freedoms[i]!) / t - 1)))
  }
  return error
}

describe("student", () => {
  it("has the quantiles that SciPy has, to a relative 1e-11", () => {
    assert.isBelow(worst(), 1e-11)
  })

  prop.prop([fc.integer({ min: 1, max: 999 }).map((n) => n / 1000)])(
    "has the closed forms of one, two and four degrees of freedom",
    (confidence) => {
      const near = (t: number, expected: number) => assert.isBelow(Math.abs(t / expected - 1), 1e-12)
      near(tCritical(confidence, 1), Math.tan(Math.PI / 2 * confidence))
      near(tCritical(confidence, 2), confidence * Math.sqrt(2 / (1 - confidence ** 2)))
      const root = Math.sqrt(1 - confidence ** 2)
      near(1 + tCritical(confidence, 4) ** 2 / 4, Math.cos(Math.acos(root) / 3) / root)
    }
  )

  it("gives an interval by hand", () => {
    // Mean 2, s = 1, n = 3: 2 ± 4.302652729749462 / √3.
    const { high, low } = tInterval([1, 2, 3])
    assert.closeTo(high, 2 + 4.302652729749462 / Math.sqrt(3), 1e-11)
    assert.closeTo(low, 2 - 4.302652729749462 / Math.sqrt(3), 1e-11)
  })

  it("refuses what has no answer", () => {
    assert.throws(() => tCritical(1, 3), RangeError, "confidence 1 is not between 0 and 1")
    assert.throws(() => tCritical(0.95, 0), RangeError, "0 degrees of freedom")
    assert.throws(() => tCritical(0.95, 2.5), RangeError, "2.5 degrees of freedom")
    assert.throws(() => tInterval([1]), RangeError, "two values or more")
  })
})
