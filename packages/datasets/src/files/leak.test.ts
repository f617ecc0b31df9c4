import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { assert, describe, it } from "vitest"
import { labelAmong, refuseLabels } from "./leak.ts"

const rows = (count: number) => Array.from({ length: count }, (_, i) => i)

describe("labelAmong", () => {
  test.prop([fc.integer({ min: 20, max: 60 }), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 3 })])(
    "finds the column that is the label, under any numbers",
    (count, classes, place) => {
      const table = rows(count).map((i) => {
        const row = [i / 7, (i * 37) % 11, i % 5]
        row.splice(place, 0, 10 * (i % classes) + 3)
        return row
      })
      const labels = rows(count).map((i) => `c${i % classes}`)
      const col = labelAmong(Matrix.fromRows(table), { at: rows(count), labels })
      assert.strictEqual(col, place)
    }
  )

  it("says nothing of few labels, of one class, and of columns that only go with the label", () => {
    const table = rows(40).map((i) => [i % 2, i < 20 ? 0 : 1 + i % 3])
    const matrix = Matrix.fromRows(table)
    const at = (labels: ReadonlyArray<number>) => labelAmong(matrix, { at: rows(labels.length), labels })
    assert.strictEqual(at(rows(19).map((i) => i % 2)), -1)
    assert.strictEqual(at(rows(40).map(() => 1)), -1)
    assert.strictEqual(at(rows(40).map((i) => i < 20 ? 0 : 1)), -1)
    assert.strictEqual(at(rows(40).map((i) => i % 2)), 0)
  })

  it("takes no code for the label where labels are numbers, but the numbers themselves", () => {
    const matrix = Matrix.fromRows(rows(30).map((i) => [i, i / 4])), at = rows(30)
    assert.strictEqual(labelAmong(matrix, { at, labels: at.map((i) => i * 3.5), numbers: true }), -1)
    assert.strictEqual(labelAmong(matrix, { at, labels: at.map((i) => i * 3.5) }), 0)
    assert.strictEqual(labelAmong(matrix, { at, labels: at.map((i) => i / 4), numbers: true }), 1)
  })

  it("is refused with the name and the way out", () => {
    const matrix = Matrix.fromRows(rows(20).map((i) => [i, i % 2]))
    const labeled = { at: rows(20), labels: rows(20).map((i) => i % 2) }
    assert.throws(
      () => refuseLabels(matrix, ["a", "kind"], labeled),
      /the column "kind" is the label: .* `labelColumn`/
    )
    assert.deepStrictEqual(refuseLabels(matrix, undefined, labeled), [
      "column 1 of the array may be the label: it tells the class of all 20 labeled items; if it is, take it out"
    ])
  })

  it("is no honest coordinate of items that are alike, but the label's own number, whole or not", () => {
    const of = (value: (i: number) => number) => Matrix.fromRows(rows(24).map((i) => [value(i)]))
    const labeled = (label: (i: number) => string | number) => ({ at: rows(24), labels: rows(24).map(label) })
    assert.strictEqual(labelAmong(of((i) => i % 2 + 0.25), labeled((i) => "ab"[i % 2]!)), -1)
    assert.strictEqual(labelAmong(of((i) => i % 2 + 0.1), labeled((i) => String(i % 2 + 0.1))), 0)
  })
})
