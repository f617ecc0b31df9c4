import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { roleOfName } from "./role-names.ts"
import { type ColumnChoice, rolesOf } from "./roles.ts"

const none = new Set<number>()

const featuresOf = (names: ReadonlyArray<string>, choice: ColumnChoice = {}, lists: ReadonlySet<number> = none) =>
  rolesOf(names, lists, choice).features.map((place) => names[place])

const some = [
  "label",
  "TARGET",
  "true_label",
  "y",
  "split",
  "is_train",
  "pred",
  "prob_cat",
  "id",
  "Unnamed: 0",
  "image_id",
  "confidence",
  "width",
  "age",
  "petal_width",
  "x"
]

describe("rolesOf", () => {
  it("takes a y beside an x for a coordinate, and alone for the target", () => {
    assert.deepStrictEqual(featuresOf(["x", "y"]), ["x", "y"])
    assert.deepStrictEqual(featuresOf(["X", "Y", "z"]), ["X", "Y", "z"])
    assert.deepStrictEqual(featuresOf(["a", "b", "y"]), ["a", "b"])
    assert.strictEqual(rolesOf(["a", "y"], none).label, 1)
  })

  test.prop([
    fc.uniqueArray(fc.constantFrom(...some), { minLength: 1 }),
    fc.integer({ min: 0, max: 5 })
  ])("makes no label, target, split, prediction or id a feature that was not named", (named, extra) => {
    const all = [...named, ...Array.from({ length: extra + 1 }, (_, i) => `f${i}`)]
    const { features, id, label, leftOut, split } = rolesOf(all, none)
    const isCoordinate = (name: string) => name === "y" && all.includes("x")
    for (const place of features) {
      assert.isTrue(roleOfName(all[place]!) === "feature" && (all[place] !== "y" || isCoordinate("y")), all[place])
    }
    const seen = [...features, ...leftOut.map(({ name }) => all.indexOf(name)), ...(id < 0 ? [] : [id])]
    assert.deepStrictEqual(seen.toSorted((a, b) => a - b), all.map((_, i) => i))
    for (const place of [id, label, split]) assert.notInclude(features, place)
  })

  it("takes the columns that are named and no others, exactly or with stars", () => {
    const all = ["id", "label", "e_0", "e_1", "E_2", "a.b"]
    assert.deepStrictEqual(featuresOf(all, { features: ["e_*"] }), ["e_0", "e_1"])
    assert.deepStrictEqual(featuresOf(all, { features: ["a.b", "label"] }), ["label", "a.b"])
    assert.deepStrictEqual(rolesOf(all, none, { features: ["label", "id"] }), {
      id: -1,
      label: -1,
      split: -1,
      features: [0, 1],
      leftOut: ["e_0", "e_1", "E_2", "a.b"].map((name) => ({ name, role: "feature" as const }))
    })
    assert.throws(
      () => rolesOf(all, none, { features: ["e_3"] }),
      /there is no column "e_3"; give `features` one of .*e_0/
    )
    assert.throws(() => rolesOf(all, none, { features: ["q*"] }), /there is no column "q\*"/)
    assert.throws(
      () => rolesOf(all, none, { features: ["label"], labelColumn: "label" }),
      /`features` names the column of `labelColumn`/
    )
  })

  it("finds the one column of ids and of labels, named, usual, or the only one", () => {
    const { id, label, split } = rolesOf(["Species", "ID", "a", "Split"], none)
    assert.deepStrictEqual({ id, label, split }, { id: 1, label: 0, split: 3 })
    assert.strictEqual(rolesOf(["image_id", "a"], none).id, -1)
    assert.strictEqual(rolesOf(["image_id", "a"], none, { idColumn: "image_id" }).id, 0)
    assert.strictEqual(rolesOf(["fine_label", "coarse_label", "a"], none).label, -1)
    assert.strictEqual(rolesOf(["fine_label", "coarse_label", "a"], none, { labelColumn: "fine_label" }).label, 0)
    assert.strictEqual(rolesOf(["id", "ID", "a"], none).id, 0)
    assert.throws(
      () => rolesOf(["a"], none, { labelColumn: "b" }),
      /there is no column "b"; give `labelColumn` one of "a"/
    )
  })

  it("takes one list for the vector, and no list that is something else", () => {
    assert.deepStrictEqual(featuresOf(["id", "age", "v"], {}, new Set([2])), ["v"])
    assert.deepStrictEqual(featuresOf(["x", "y", "label"], {}, new Set([2])), ["x", "y"])
    assert.deepStrictEqual(featuresOf(["x", "input_ids"], {}, new Set([1])), ["x"])
    assert.throws(() => rolesOf(["u", "v"], new Set([0, 1])), /2 columns hold lists \("u", "v"\).*name it: `features`/)
    assert.deepStrictEqual(featuresOf(["u", "v"], { features: ["v"] }, new Set([0, 1])), ["v"])
  })

  it("refuses a table of which nothing is left, with the way out", () => {
    assert.throws(
      () => rolesOf(["id", "label", "width"], none),
      /no column is left for the vector: "label" \(a label\), "width"/
    )
    assert.throws(() => rolesOf(["id"], none), /there is no column beside the ids/)
  })

  it("takes every column for a value where columns are named like classes", () => {
    assert.deepStrictEqual(featuresOf(["id", "class", "target", "y"], { names: "values" }), ["class", "target", "y"])
  })
})
