import { assert, describe, it } from "@effect/vitest"
import { canvas, curves, map } from "./chart.ts"

describe("a canvas", () => {
  it("has eight dots a character, letters above them, and nothing outside", () => {
    const plot = canvas(2, 1)
    plot.dot(0, 0) // top left
    plot.dot(0.5, 0.75) // bottom right
    plot.dot(5, 0)
    plot.dot(0, -1)
    assert.deepStrictEqual(plot.lines(), ["\u2881"])
    plot.letter(1.9, 0.9, "A")
    plot.letter(1, 0, "B")
    plot.letter(2, 0, "C")
    assert.deepStrictEqual(plot.lines(), ["\u2881A"])
  })

  it("draws lines without holes, whatever their slope", () => {
    for (const [x, y] of [[7.9, 0.5], [0.2, 3.9], [7.9, 3.9], [3, 3.9]] as const) {
      const plot = canvas(8, 4)
      plot.line([0, 0], [x, y])
      const drawn = plot.lines().join("").replaceAll(" ", "").length
      assert.isAtLeast(drawn, Math.max(Math.floor(x), Math.floor(y)) + 1, `to ${x}, ${y}`)
    }
  })
})

describe("curves", () => {
  it("puts the best on top, the labels below, and a letter on each point", () => {
    const lines = curves(
      [{ letter: "a", points: [[10, 0.5], [20, 0.9]] }, { letter: "b", points: [[10, 0.5], [20, 0.7]] }],
      26,
      5
    )
    assert.strictEqual(lines.length, 7)
    assert.match(lines[0]!, /^0\.90 │ .*a$/)
    assert.match(lines[2]!, /b$/)
    assert.match(lines[4]!, /^0\.50 │a/) // both start there; the first stays
    assert.strictEqual(lines[6], `      10${"20".padStart(18)}`)
    assert.isTrue(lines.every((line) => line.length <= 26))
  })

  it("draws a single point, and equal values", () => {
    assert.match(curves([{ letter: "a", points: [[10, 0.5]] }], 20, 3).join("\n"), /a/)
    assert.match(curves([{ letter: "a", points: [[10, 0.5], [20, 0.5]] }], 20, 3)[1]!, /a.*a/)
  })
})

describe("a map", () => {
  it("shows every fourth place, and the marked ones by their letters", () => {
    const lines = map(Float64Array.of(0, 0, 9, 0, 0, 9, 9, 9, 5, 0), [{ at: 2, letter: "7" }], 10, 4)
    assert.strictEqual(lines.length, 4)
    assert.strictEqual(lines[3]![0], "7")
    assert.strictEqual(lines[0]!.replaceAll(" ", "").length, 2)
    assert.strictEqual(lines.join("").replaceAll(" ", "").length, 3)
  })
})
