import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import golden from "../../test/golden/audit.json" with { type: "json" }
import { OutOfRange } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import { labelIssues } from "./confident.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>

const audit = (rows: Rows, labels: ReadonlyArray<number>) => labelIssues({ probability: fromRows(rows), labels })

/** The definition written out: sets of items, one class at a time. */
const naive = (rows: Rows, labels: ReadonlyArray<number>) => {
  const classes = rows[0]!.map((_, c) => c), near = 1e-6
  const threshold = classes.map((c) => {
    const own = rows.filter((_, i) => labels[i] === c).map((row) => row[c]!)
    return own.length === 0 ? Infinity : Math.max(2 * near, own.reduce((a, b) => a + b, 0) / own.length)
  })
  return rows.flatMap((row, position) => {
    const given = labels[position]!
    const confident = classes.filter((c) => row[c]! >= threshold[c]! - near)
    if (given < 0 || confident.length === 0) return []
    const suggested = confident.length === 1 ? confident[0]! : row.indexOf(Math.max(...row))
    const raised = row.map((p, c) => c === given ? p + near : p)
    const likeliest = raised.indexOf(Math.max(...raised))
    return suggested === given || likeliest === given ? [] : [{ position, given, suggested, p: row[given]! }]
  }).sort((a, b) => a.p - b.p || a.position - b.position)
}

describe("label issues", () => {
  it("are found by hand: thresholds 0.6 and 0.7", () => {
    const rows = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.7, 0.3]].map((row) => row.map(Math.fround))
    const { counts, issues, joint, noise, quality, thresholds } = audit([...rows, [0.5, 0.5]], [0, 0, 0, 1, 1, -1])
    assert.closeTo(thresholds[0]!, 1.8 / 3, 1e-6)
    assert.closeTo(thresholds[1]!, 1.1 / 2, 1e-6)
    assert.deepStrictEqual([...counts], [2, 1, 1, 1])
    assert.deepStrictEqual(issues.map(({ given, position, suggested }) => [position, given, suggested]), [[2, 0, 1], [
      4,
      1,
      0
    ]])
    assert.deepInclude(issues[0]!, { probability: rows[2]![0]!, suggestedProbability: rows[2]![1]! })
    for (const [i, share] of [2 / 3 * 0.6, 1 / 3 * 0.6, 0.5 * 0.4, 0.5 * 0.4].entries()) {
      assert.closeTo(joint[i]!, share, 1e-12)
    }
    assert.closeTo(noise[0]!, 0.4 / 0.6, 1e-12)
    assert.closeTo(noise[2]!, 0.2 / 0.6, 1e-12)
    assert.isNaN(quality[5]!)
  })

  it.each(golden.confident.map((one, i) => [i, one] as const))("are cleanlab's own, case %i", (_, one) => {
    const { counts, issues, joint, thresholds } = audit(one.rows, one.labels), classes = one.rows[0]!.length
    assert.deepStrictEqual(issues.map(({ position }) => position).sort((a, b) => a - b), one.issues)
    one.thresholds.forEach((threshold, c) => assert.closeTo(thresholds[c]!, threshold, 1e-9))
    one.counts.forEach((row, c) =>
      row.forEach((count, d) =>
        assert.strictEqual(c === d ? Math.max(1, counts[c * classes + d]!) : counts[c * classes + d], count)
      )
    )
    // cleanlab rounds to whole labels, rows kept.
    one.calibrated.forEach((row, c) =>
      row.forEach((count, d) => assert.closeTo(joint[c * classes + d]! * one.labels.length, count, 1))
    )
  })

  // Tie-rich: probabilities are eighths, many of them equal.
  const rows = fc.array(
    fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 8 })).map(([a, b]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      return [low / 8, (high - low) / 8, (8 - high) / 8]
    }),
    { minLength: 1, maxLength: 25 }
  )
  const pools = rows.chain((rows) =>
    fc.tuple(
      fc.constant(rows),
      fc.array(fc.integer({ min: -1, max: 2 }), { minLength: rows.length, maxLength: rows.length })
    )
  )

  prop.prop([pools])("are the definition written out", ([rows, labels]) => {
    const { issues } = audit(rows, labels)
    assert.deepStrictEqual(
      issues.map(({ given, position, probability, suggested }) => ({ position, given, suggested, p: probability })),
      naive(rows, labels)
    )
  })

  prop.prop([pools])("come with tables that add up", ([rows, labels]) => {
    const { joint, noise } = audit(rows, labels), known = labels.filter((label) => label >= 0)
    for (const c of [0, 1, 2]) {
      const row = joint.slice(c * 3, c * 3 + 3).reduce((a, b) => a + b, 0)
      if (known.length > 0) assert.closeTo(row, known.filter((label) => label === c).length / known.length, 1e-9)
      const column = [0, 1, 2].reduce((sum, d) => sum + noise[d * 3 + c]!, 0)
      assert.isTrue(Number.isNaN(column) || Math.abs(column - 1) < 1e-9)
    }
  })

  prop.prop([pools])("do not depend on the names of the classes but in ties", ([rows, labels]) => {
    const distinct = rows.map((row, i) => row.map((p, c) => (p + 1e-3 * ((i * 7 + c * 3) % 5 + c)) / 2))
    const turned = audit(distinct.map((row) => row.toReversed()), labels.map((label) => label < 0 ? -1 : 2 - label))
    const there = audit(distinct, labels).issues
    const even = distinct.every((row) => new Set(row.map((p) => p.toFixed(5))).size === 3)
    if (even) {
      assert.deepStrictEqual(
        turned.issues.map(({ position, suggested }) => [position, 2 - suggested]),
        there.map(({ position, suggested }) => [position, suggested])
      )
    }
  })

  it("are refused of what is no pool", () => {
    assert.throws(() => audit([[1]], [0]), OutOfRange, "there are 1 classes")
    assert.throws(() => audit([[0.5, 1.5]], [0]), OutOfRange, "the probability of item 0 for class 1 is 1.5")
    assert.throws(() => audit([[0.5, Number.NaN]], [0]), OutOfRange, "the probability of item 0 for class 1 is NaN")
    assert.throws(() => audit([[0.5, 0.5]], [0, 1]), OutOfRange, "list 0 has 2 labels and there are 1 items")
    assert.throws(() => audit([[0.5, 0.5]], [2]), OutOfRange, "the label of item 0 is 2")
  })
})
