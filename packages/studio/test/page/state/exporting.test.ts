import { assert, describe, it } from "vitest"
import { bench } from "./world.ts"

const model = { format: "model", title: "Model" }

describe("fetching what was made", () => {
  it("lets the browser fetch it when it is ready", async () => {
    const one = await bench(), { exporting } = one.studio
    await exporting.fetch({ format: "csv", title: "Table" })
    assert.deepStrictEqual(one.downloads, ["/api/export?format=csv"])
  })

  it("waits for the model alone, says that there is none, and that the server is away", async () => {
    const one = await bench(), { exporting, labeling } = one.studio
    await exporting.fetch(model)
    assert.match(one.told.at(-1)!, /^Model: there is no/)
    for (let i = 0; i < 20; i++) {
      labeling.answer({ _tag: "Label", class: one.room.pool.truth[labeling.current.value!.item]! })
      await one.settle()
    }
    const waiting = exporting.fetch(model)
    assert.strictEqual(exporting.making.peek(), "model")
    await exporting.fetch({ format: "csv", title: "Table" })
    await waiting
    assert.deepStrictEqual([one.downloads, exporting.making.peek()], [["/api/export?format=model"], undefined])
    one.line.away = true
    await exporting.fetch(model)
    assert.strictEqual(one.told.at(-1), "Model: away")
  })
})
