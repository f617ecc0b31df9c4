import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Agreement from "./Agreement.ts"
import { OutOfRange } from "./Errors.ts"

/** Lists of annotators from a table of counts: who gave what is not told, and does not matter. */
const annotators = (table: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<ReadonlyArray<number>> => {
  const rows = table.map((counts) => counts.flatMap((count, c) => new Array<number>(count).fill(c)))
  const most = Math.max(...rows.map((row) => row.length))
  return Array.from({ length: most }, (_, a) => rows.map((row) => row[a] ?? -1))
}

/** From Krippendorff (2011), section C: four observers, twelve units, five classes; · is no label. */
const observers = ["123321412···", "1233224125·3", "·3332342251·", "12332441251·"]
  .map((row) => Array.from(row, (label) => label === "·" ? -1 : Number(label) - 1))

/** Fleiss' table: ten subjects, fourteen raters, five classes. */
const fleissTable = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7]
]

/** All pairs of labels, each weighted as the measure says: the definitions without their algebra. */
const pairwise = (labels: ReadonlyArray<ReadonlyArray<number>>) => {
  const items = (labels[0] ?? []).map((_, i) => labels.map((list) => list[i]!).filter((label) => label >= 0))
    .filter((item) => item.length >= 2)
  const all = items.flat()
  let observed = 0, expected = 0
  for (const item of items) {
    item.forEach((a, i) =>
      item.forEach((b, j) => observed += i !== j && a === b ? 1 / (item.length - 1) / all.length : 0)
    )
  }
  all.forEach((a, i) => all.forEach((b, j) => expected += i !== j && a === b ? 1 / (all.length * (all.length - 1)) : 0))
  return { observed, expected, items: items.length }
}

const same = (a: number, b: number, by = 1e-9) => Number.isNaN(a) ? assert.isNaN(b) : assert.closeTo(b, a, by)

describe("Cohen's kappa", () => {
  it("is what the textbooks have: 20, 5, 10 and 15 of 50 give 0.4", () => {
    const first = [...new Array(25).fill(0), ...new Array(25).fill(1)]
    const second = [
      ...new Array(20).fill(0),
      ...new Array(5).fill(1),
      ...new Array(10).fill(0),
      ...new Array(15).fill(1)
    ]
    const { byClass, expected, items, observed, value } = Agreement.cohen(first, second, 2)
    assert.strictEqual(items, 50)
    same(observed, 0.7)
    same(expected, 0.5)
    same(value, 0.4)
    byClass.forEach((kappa) => same(kappa, 0.4))
  })

  it("leaves out what one of them did not label, and says nothing of one class or of no item", () => {
    const { items, value } = Agreement.cohen([0, 1, -1, 1], [0, 1, 0, -1], 2)
    assert.deepStrictEqual([items, value], [2, 1])
    assert.isNaN(Agreement.cohen([1, 1], [1, 1], 2).value)
    assert.isNaN(Agreement.cohen([], [], 2).value)
  })

  it("refuses lists of unequal length and other classes", () => {
    assert.throws(() => Agreement.cohen([0], [0, 1], 2), OutOfRange, "annotator 1 has 2 labels and annotator 0 has 1")
    assert.throws(() => Agreement.cohen([0], [2], 2), OutOfRange, "the label of annotator 1 of item 0 is 2")
    assert.throws(() => Agreement.cohen([0], [0], 0), OutOfRange, "0 classes")
  })
})

describe("Fleiss' kappa", () => {
  it("is Fleiss' own example's: 0.378 observed, 0.213 by chance, kappa 0.210", () => {
    const { byClass, expected, items, observed, value } = Agreement.fleiss(annotators(fleissTable), 5)
    assert.strictEqual(items, 10)
    same(observed, 0.378, 5e-4)
    same(expected, 0.213, 5e-4)
    same(value, 0.2099, 5e-5)
    // By category: 1 − Σ n(14 − n) / (10 · 14 · 13 · p · q).
    byClass.forEach((kappa, c) => {
      const p = fleissTable.reduce((sum, row) => sum + row[c]!, 0) / 140
      const apart = fleissTable.reduce((sum, row) => sum + row[c]! * (14 - row[c]!), 0)
      same(kappa, 1 - apart / (10 * 14 * 13 * p * (1 - p)))
    })
  })

  it("refuses items with unequal numbers of labels, and leaves out those with one", () => {
    assert.throws(() => Agreement.fleiss([[0, 0], [0, 0], [0, -1]], 2), OutOfRange, "items have 3 and 2 labels")
    assert.strictEqual(Agreement.fleiss([[0, 0, 1], [0, -1, 1]], 2).items, 2)
    assert.isNaN(Agreement.fleiss([[0, 1]], 2).value)
    assert.isNaN(Agreement.fleiss([], 2).value)
  })
})

describe("Krippendorff's alpha", () => {
  it("is Krippendorff's own examples': 0.095, 0.692 and 0.743", () => {
    const a = Agreement.krippendorff([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], 2)
    same(a.value, 0.095, 5e-4)
    const nominal = ["aabbdcccedda", "babbbccceddd"].map((row) => Array.from(row, (c) => c.charCodeAt(0) - 97))
    same(Agreement.krippendorff(nominal, 5).value, 0.692, 5e-4)
    const four = Agreement.krippendorff(observers, 5)
    same(four.value, 0.743, 5e-4)
    assert.strictEqual(four.items, 11)
  })

  it("says nothing of one class, one annotator, or no item", () => {
    for (const labels of [[[0, 0], [0, 0]], [[0, 1]], [[], []], []]) {
      assert.isNaN(Agreement.krippendorff(labels, 2).value)
    }
  })
})

const CLASSES = 4
const tables = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 9 })).chain(([annotators, items]) =>
  fc.array(fc.array(fc.integer({ min: -1, max: CLASSES - 1 }), { minLength: items, maxLength: items }), {
    minLength: annotators,
    maxLength: annotators
  })
)

describe("agreement", () => {
  prop.prop([tables])("alpha is the definition written out over all pairs", (labels) => {
    const naive = pairwise(labels), { expected, items, observed, value } = Agreement.krippendorff(labels, CLASSES)
    assert.strictEqual(items, naive.items)
    if (naive.items === 0) return assert.isNaN(value)
    same(naive.observed, observed)
    same(naive.expected, expected)
  })

  prop.prop([tables])("kappa of two is symmetric, and 1 of a list with itself", (labels) => {
    const [first, second] = labels
    const [there, back] = [Agreement.cohen(first!, second!, CLASSES), Agreement.cohen(second!, first!, CLASSES)]
    same(there.value, back.value)
    there.byClass.forEach((kappa, c) => same(kappa, back.byClass[c]!))
    const self = Agreement.cohen(first!, first!, CLASSES)
    if (new Set(first!.filter((label) => label >= 0)).size > 1) same(1, self.value)
    else assert.isNaN(self.value)
  })

  prop.prop([tables])("renaming classes moves them, and nothing else", (labels) => {
    const turned = labels.map((list) => list.map((label) => label < 0 ? label : CLASSES - 1 - label))
    const [before, after] = [Agreement.krippendorff(labels, CLASSES), Agreement.krippendorff(turned, CLASSES)]
    same(before.value, after.value)
    before.byClass.forEach((alpha, c) => same(alpha, after.byClass[CLASSES - 1 - c]!))
  })

  prop.prop([tables])("the measures of a class are those of two classes", (labels) => {
    const two = labels.map((list) => list.map((label) => label < 0 ? label : Number(label !== 1)))
    same(Agreement.krippendorff(labels, CLASSES).byClass[1]!, Agreement.krippendorff(two, 2).value)
    same(Agreement.cohen(labels[0]!, labels[1]!, CLASSES).byClass[1]!, Agreement.cohen(two[0]!, two[1]!, 2).value)
    const whole = labels.map((list) => list.map((label) => Math.max(0, label)))
    const binary = whole.map((list) => list.map((label) => Number(label !== 1)))
    same(Agreement.fleiss(whole, CLASSES).byClass[1]!, Agreement.fleiss(binary, 2).value)
  })
})
