import { assert, describe, it } from "@effect/vitest"
import { drawHeat } from "./heat.ts"

const rows = [{ name: "a", values: [0, 1] }, { name: "b", values: [0.5, undefined] }]
const options = { title: "t", width: 300, most: 1, digits: 2 }

describe("drawHeat", () => {
  it("tints by the value, and leaves out what is not known", () => {
    const tints = [...drawHeat(rows, ["x", "y"], options).matchAll(/<rect [^>]*fill-opacity="([\d.]+)"/g)].map((
      [, n]
    ) => Number(n))
    assert.deepStrictEqual(tints.map((tint) => tint.toFixed(2)), ["0.04", "0.64", "0.34"])
  })

  it("writes the values where there is room", () => {
    assert.include(drawHeat(rows, ["x", "y"], options), ">0.50<")
    assert.notInclude(drawHeat(rows, ["x", "y"], { ...options, width: 60 }), ">0.50<")
  })

  it("turns long names of columns", () => {
    assert.include(drawHeat(rows, ["automobile or truck", "y"], { ...options, width: 120 }), "rotate(-60)")
  })
})
