import { assert, describe, it } from "@effect/vitest"
import { fitOf, fitting } from "../../../programs/page/state/classes.ts"
import { axisOf, curveOf } from "../../../programs/page/state/curve.ts"
import { lit, moved, plain, zoomed } from "../../../programs/page/state/look.ts"
import { makeSettings, usual } from "../../../programs/page/state/settings.ts"
import type { ClassView } from "../../../programs/page/wire.ts"
import { memory } from "./world.ts"

describe("looking at an image", () => {
  it("zooms around a point, never out of what there is, and moves only within it", () => {
    const near = zoomed(plain, 2, 10, -20)
    assert.deepStrictEqual([near.zoom, near.x, near.y], [2, -10, 20])
    assert.deepStrictEqual(zoomed(near, 0.01), plain)
    assert.deepStrictEqual(moved(plain, 50, 50, 100, 100), plain)
    assert.deepStrictEqual([moved(near, 500, -500, 100, 80).x, moved(near, 500, -500, 100, 80).y], [50, -40])
  })

  it("changes the light and back", () => {
    assert.strictEqual(lit(lit(plain, "contrast", true), "contrast", false).contrast, 1)
    assert.strictEqual(lit(plain, "brightness", true).brightness, 1.2)
  })
})

describe("finding a class", () => {
  const classes = ["T-shirt", "shirt", "dress shoe", "sandal"].map((name, id) => ({ id, name }) as ClassView)
  const names = (typed: string) => fitting(classes, typed).map(({ name }) => name)

  it("puts what is the same first, then what begins so, has such a word, has it within, has its letters in order", () => {
    assert.deepStrictEqual(names("shirt"), ["shirt", "T-shirt"])
    assert.deepStrictEqual(names("sh"), ["shirt", "T-shirt", "dress shoe"])
    assert.deepStrictEqual(names("sdl"), ["sandal"])
    assert.deepStrictEqual(names(""), classes.map(({ name }) => name))
    assert.deepStrictEqual([fitOf("sandal", "anda"), fitOf("sandal", "x")], [3, undefined])
  })
})

describe("the curve", () => {
  const box = { width: 100, height: 100, left: 0, right: 0, top: 0, bottom: 0 }

  it("has round numbers on its axes", () => {
    assert.deepStrictEqual([axisOf(0, 360, 4), axisOf(0.6, 1, 3), axisOf(0, 1, 4)], [
      [0, 100, 200, 300],
      [0.6, 0.8, 1],
      [0, 0.5, 1]
    ])
    assert.deepStrictEqual(axisOf(2, 2, 3), [2])
  })

  it("shows what was measured and what is expected on one scale", () => {
    const accuracy = { value: 0.9, low: 0.7, high: 1 }
    const { forecast, low, most, points } = curveOf(
      [{ labels: 10, right: 0, of: 0 }, { labels: 50, right: 6, of: 10 }],
      [{ labels: 100, accuracy }],
      box
    )
    assert.deepStrictEqual([low, most, points.length], [0.6, 100, 1])
    assert.approximately(points[0]!.x, 50, 1e-9)
    assert.approximately(points[0]!.y, 100, 1e-9)
    assert.approximately(forecast[0]!.y, 25, 1e-9)
  })
})

describe("settings", () => {
  it("are kept, and what cannot be read is usual", () => {
    const store = memory(), settings = makeSettings(store)
    settings.value = { ...settings.value, theme: "dark", keys: { skip: ["n"] } }
    assert.deepStrictEqual(makeSettings(store).value, { ...usual, theme: "dark", keys: { skip: ["n"] } })
    assert.deepStrictEqual(makeSettings(memory([["marginalia.settings", "{"]])).value, usual)
  })
})
