import { assert, describe, it } from "@effect/vitest"
import { acrossOf, cellAfter } from "../../../programs/page/state/cells.ts"
import { apart, flipped, flippedAll, groupsOf, type Sheet } from "../../../programs/page/state/grid.ts"
import { letters } from "../pool.ts"
import { makeRoom } from "../room.ts"
import { bench } from "./world.ts"

const sheetOf = (items: ReadonlyArray<number>, id: number | null): Sheet => ({
  grid: { class: id, title: "", items: items.map((item) => ({ item }) as Sheet["grid"]["items"][number]) },
  class: id,
  odd: new Map(),
  shownAt: 0
})

const said = (sheet: Sheet) =>
  groupsOf(sheet).map(({ answer, items }) => [answer._tag === "Label" ? answer.class : -1, items])

describe("a grid", () => {
  const sheet = sheetOf([4, 5, 6, 7], 2)

  it("labels all but the odd ones, which stay open or get another class", () => {
    assert.deepStrictEqual(said(sheet), [[2, [4, 5, 6, 7]]])
    assert.deepStrictEqual(said(apart(flipped(sheet, 5), 7, 0)), [[2, [4, 6]], [0, [7]]])
    assert.deepStrictEqual(said(flipped(flipped(sheet, 5), 5)), said(sheet))
    assert.deepStrictEqual(said(apart(apart(sheet, 4, 1), 4, 2)), said(sheet))
    assert.deepStrictEqual(said(flippedAll(sheet)), [])
    assert.deepStrictEqual(said(flippedAll(flippedAll(sheet))), said(sheet))
    assert.deepStrictEqual(said(apart(sheetOf([1, 2], null), 1, 3)), [[3, [1]]])
  })

  it("is one act: taken back, the same grid is there again", async () => {
    const one = await bench({ room: makeRoom(letters(120)) }), { acts, grid, labeling } = one.studio
    for (let i = 0; i < 14; i++) {
      labeling.answer({ _tag: "Label", class: one.room.pool.truth[labeling.current.value!.item]! })
      await one.settle()
    }
    grid.load()
    await one.settle()
    const first = grid.sheet.value!, [odd, other] = first.grid.items
    const before = one.room.session.counts().labeled
    grid.change((sheet) => apart(flipped(sheet, odd!.item), other!.item, (first.class! + 1) % 3))
    const count = grid.chosen.value
    grid.confirm()
    await one.settle()
    assert.strictEqual(one.room.session.counts().labeled, before + count + 1)
    assert.strictEqual(one.room.session.status(odd!.item)._tag, "Open")
    assert.notIncludeMembers(grid.sheet.value!.grid.items.map(({ item }) => item), [odd!.item, other!.item])
    acts.undo()
    await one.settle()
    assert.strictEqual(one.room.session.counts().labeled, before)
    assert.deepStrictEqual(
      grid.sheet.value?.grid.items.map(({ item }) => item),
      first.grid.items.map(({ item }) => item)
    )
    assert.strictEqual(grid.sheet.value?.odd.get(odd!.item), null)
  })
})

describe("moving through cells", () => {
  it("goes line by line, and stays inside", () => {
    const go = (key: string, at: number) => cellAfter(key, at, 10, 4)
    assert.deepStrictEqual([
      go("ArrowRight", 3),
      go("ArrowLeft", 0),
      go("ArrowDown", 1),
      go("ArrowDown", 7),
      go("ArrowUp", 2)
    ], [
      4,
      0,
      5,
      7,
      2
    ])
    assert.deepStrictEqual([go("End", 1), go("Home", 7), go("PageDown", 1), go("PageUp", 3), go("a", 1)], [
      9,
      0,
      9,
      0,
      undefined
    ])
    assert.isUndefined(cellAfter("ArrowDown", 0, 0, 4))
  })

  it("knows a line's length by where the second begins", () => {
    assert.deepStrictEqual([acrossOf([0, 0, 0, 90, 90]), acrossOf([0, 0]), acrossOf([])], [3, 2, 1])
  })
})

describe("review", () => {
  it("corrects in place, and takes it back", async () => {
    const one = await bench(), { acts, labeling, review } = one.studio
    for (let i = 0; i < 5; i++) labeling.answer({ _tag: "Label", class: 0 })
    await one.settle()
    review.load("class", 0)
    await one.settle()
    const [line] = review.lines.value
    assert.deepStrictEqual([review.total.value, line?.class], [5, 0])
    review.answer(line!, { _tag: "Label", class: 1 })
    await one.settle()
    assert.deepStrictEqual(one.room.session.status(line!.item), { _tag: "Labeled", class: 1 })
    assert.deepStrictEqual(review.lines.value[0]?.now, { _tag: "Label", class: 1 })
    acts.undo()
    await one.settle()
    assert.deepStrictEqual(one.room.session.status(line!.item), { _tag: "Labeled", class: 0 })
    assert.isUndefined(review.lines.value[0]?.now)
  })
})
