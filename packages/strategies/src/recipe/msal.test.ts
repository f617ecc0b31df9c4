import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { msalSampling } from "./msal.ts"

// Three corners at 0°, 120° and 240°; items at 0°, 60° (between two corners), 20° and 100° with other lengths, and 0.
const at = (degrees: number, length: number) =>
  [degrees * Math.PI / 180].map((a) => [length * Math.cos(a), length * Math.sin(a)])[0]!
const projection = rows(at(0, 1), at(60, 5), at(20, 2), at(95, 0.1), [0, 0])

describe("msal", () => {
  it("is one stage and one score", () => {
    assert.strictEqual(Strategy.expanded(msalSampling()), "max-separation | top(msal)")
    assert.strictEqual(Strategy.text(msalSampling({ radius: 0.1 })), "msal(radius=0.1)")
    assert.deepStrictEqual([...Strategy.needs(msalSampling())], ["projection"])
  })

  it("by hand: lowest similarity first, whatever the projection's length and the radius", () => {
    for (const radius of [1, 0.1]) {
      const { positions, scores } = selectSync(msalSampling({ radius }), { projection, classes: 3, budget: 5, seed: 1 })
      assert.deepStrictEqual([...positions], [4, 1, 3, 2, 0])
      const expected = [0, -0.5, -Math.cos(25 * Math.PI / 180), -Math.cos(20 * Math.PI / 180), -1]
      expected.forEach((x, i) => assert.closeTo(scores[i]!, x, 1e-6))
    }
  })

  it("takes C from the projection's width when nothing else says it, and says so", () => {
    const { trace } = selectSync(msalSampling(), { projection, budget: 1, seed: 1 })
    assert.deepStrictEqual(trace[0]?.notes, { classes: 3, from: "the width of projection, plus one" })
  })

  it("takes given prototypes, and refuses another width and two classes", () => {
    const prototype = Matrix.fromRows64([[0, 1], [0, -1], [0, 0.5]])
    const { positions } = selectSync(msalSampling(), { projection, prototype, budget: 1, seed: 1 })
    // Items 0 and 4 are as far from all three as can be, and the first comes first.
    assert.deepStrictEqual([...positions], [0])
    const ask = (columns: { projection: Matrix.Matrix }, classes: number) => () =>
      selectSync(msalSampling(), { ...columns, classes, budget: 1, seed: 1 })
    assert.throws(ask({ projection }, 10), /projection has 2 columns; with 10 classes/)
    assert.throws(ask({ projection: rows([1], [2]) }, 2), /all cosines are 1/)
  })
})
