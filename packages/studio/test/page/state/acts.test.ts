import { assert, describe, it } from "@effect/vitest"
import { bench } from "./world.ts"

describe("acts", () => {
  it("two pages of one person never take back each other's", async () => {
    const one = await bench()
    one.studio.labeling.answer({ _tag: "Label", class: 0 })
    await one.settle()
    const two = await bench({ room: one.room }), next = one.studio.labeling.current.value
    two.studio.labeling.answer({ _tag: "Label", class: 1 })
    await two.settle()
    one.studio.acts.undo()
    await one.settle()
    assert.strictEqual(one.room.session.counts().labeled, 2)
    assert.match(one.told.join("\n"), /Undo .*not done, .*is not your last/)
    assert.strictEqual(one.studio.labeling.current.value, next)
    assert.deepStrictEqual(one.studio.acts.turns.value, { done: [], undone: [] })
  })

  it("say what they did when they are taken back, and that there is nothing where there is nothing", async () => {
    const { settle, studio: { acts, labeling }, told } = await bench()
    acts.undo()
    acts.redo()
    labeling.answer({ _tag: "Skip" })
    acts.undo()
    acts.redo()
    await settle()
    const said = told.map((text) => text.replace(/item .*/, "item"))
    assert.deepStrictEqual(said, [
      "There is nothing to undo",
      "There is nothing to do again",
      "Undone: skipped, item",
      "Done again: skipped, item"
    ])
  })

  it("change classes, and take it back", async () => {
    const { room, settle, studio: { acts, classes, project } } = await bench()
    classes.rename(0, " money ")
    classes.merge(2, 1)
    classes.bind(0, "m")
    await settle()
    assert.deepStrictEqual(project.classes.value.map(({ key, name }) => [name, key]), [["money", "m"], [
      "delivery",
      "1"
    ]])
    for (let i = 0; i < 3; i++) acts.undo()
    await settle()
    assert.deepStrictEqual(room.session.vocabulary().classes.map(({ name }) => name), ["refund", "delivery", "praise"])
  })
})
