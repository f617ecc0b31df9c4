import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import golden from "../../test/golden/audit.json" with { type: "json" }
import { fromRows } from "../Matrix.ts"
import { type IssueRule, labelIssues } from "./confident.ts"

type Rows = ReadonlyArray<ReadonlyArray<number>>

const audit = (rows: Rows, labels: ReadonlyArray<number>, by?: IssueRule) =>
  labelIssues({ probability: fromRows(rows), labels, by })

const positions = (rows: Rows, labels: ReadonlyArray<number>, by?: IssueRule) =>
  audit(rows, labels, by).issues.map(({ position }) => position).sort((a, b) => a - b)

const argmax = (row: ReadonlyArray<number>) => row.indexOf(Math.max(...row))

/** The rule written out for two classes: how many of one class are the other, and the largest differences of as many. */
const naive = (rows: Rows, labels: ReadonlyArray<number>) => {
  const { counts } = audit(rows, labels)
  return [0, 1].flatMap((given) => {
    const items = rows.flatMap((row, i) => labels[i] === given ? [{ i, margin: row[1 - given]! - row[given]! }] : [])
    const right = Math.max(1, counts[given * 2 + given]!), wrong = counts[given * 2 + 1 - given]!
    const share = wrong / (right + wrong) * items.length
    // Where a half is rounded both parts are, and one is taken back: the case is left out below.
    const many = Math.min(Math.round(share), items.length - 1)
    const worst = items.toSorted((a, b) => b.margin - a.margin || a.i - b.i).slice(0, Math.max(0, many))
    return worst.filter(({ margin }) => margin > 1e-6).map(({ i }) => i)
  }).sort((a, b) => a - b)
}

describe("label issues by other rules", () => {
  it.each(golden.confident.map((one, i) => [i, one] as const))("are cleanlab's own, case %i", (_, one) => {
    assert.deepStrictEqual(positions(one.rows, one.labels, "noise-rate"), one.byNoiseRate)
    assert.deepStrictEqual(positions(one.rows, one.labels, "disagreement"), one.byDisagreement)
  })

  it("suggest the most probable class, and take as many as are estimated", () => {
    // Of class 0 four look like themselves and two like 1, confidently; the least sure of them is in neither count.
    const rows = [[0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.1, 0.9], [0.4, 0.6], [0.2, 0.8], [
      0.1,
      0.9
    ]]
    const labels = [0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert.deepStrictEqual(positions(rows, labels), [4, 5])
    assert.deepStrictEqual(positions(rows, labels, "noise-rate"), [4, 5])
    assert.deepStrictEqual(positions(rows, labels, "disagreement"), [4, 5, 6])
    const [first] = audit(rows, labels, "disagreement").issues
    assert.deepInclude(first!, { position: 4, given: 0, suggested: 1 })
    assert.deepStrictEqual(positions([[0.1, 0.9], [0.2, 0.8], [0.1, 0.9]], [0, 1, 1], "noise-rate"), [])
  })

  it("round halves to even, and what is lacking then goes to the last of equals", () => {
    // Of five labels of class 0 one is surely right and one surely wrong: 2.5 each. cleanlab takes three for wrong.
    const rows = [[0.95, 0.05], [0.05, 0.95], [0.41, 0.59], [0.4, 0.6], [0.39, 0.61], [0.3, 0.7], [0.1, 0.9]]
    assert.deepStrictEqual(positions(rows, [0, 0, 0, 0, 0, 1, 1], "noise-rate"), [1, 3, 4])
  })

  const pools = fc.array(fc.tuple(fc.nat({ max: 16 }), fc.nat({ max: 1 })), { minLength: 2, maxLength: 30 })

  prop.prop([pools])("are the definition written out, for two classes", (items) => {
    const rows = items.map(([a]) => [a / 16, 1 - a / 16]), labels = items.map(([, label]) => label)
    const { counts } = audit(rows, labels)
    const halves = [0, 1].some((c) => {
      const right = Math.max(1, counts[c * 2 + c]!), wrong = counts[c * 2 + 1 - c]!
      const share = wrong / (right + wrong) * labels.filter((label) => label === c).length
      return Math.abs(share - Math.floor(share) - 0.5) < 1e-9
    })
    if (!halves) assert.deepStrictEqual(positions(rows, labels, "noise-rate"), naive(rows, labels))
  })

  prop.prop([pools])("are among those that the model contradicts", (items) => {
    const rows = items.map(([a]) => [a / 16, 1 - a / 16]), labels = items.map(([, label]) => label)
    const all = positions(rows, labels, "disagreement")
    assert.deepStrictEqual(all, rows.flatMap((row, i) => row[0] !== row[1] && argmax(row) !== labels[i] ? [i] : []))
    for (const by of ["confident", "noise-rate"] as const) {
      assert.isTrue(positions(rows, labels, by).every((i) => all.includes(i)))
    }
  })
})
