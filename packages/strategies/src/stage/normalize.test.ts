import { assert, describe, it } from "@effect/vitest"
import { Kernels, Matrix, selectSync, Stage, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { random } from "../recipe/random.ts"
import { supclust } from "../recipe/supclust.ts"
import { uniform } from "../score/uniform.ts"
import { top } from "../select/top.ts"
import { normalize } from "./normalize.ts"

const run = (rows: ReadonlyArray<ReadonlyArray<number>>) =>
  selectSync(Strategy.make(normalize(), top(uniform())), { embedding: Matrix.fromRows(rows), budget: 1, seed: 0 })

/** A pool in the kernels' own memory. */
const resident = (rows: number, cols: number): Matrix.Matrix => {
  const bytes = Kernels.reserve(4 * rows * cols)
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, rows * cols)
  data.forEach((_, i) => {
    data[i] = Math.sin(i * i)
  })
  return { data, rows, cols }
}

describe("normalize", () => {
  it("notes zero rows, and two columns", () => {
    const { trace } = run([[3, 4], [0, 0], [1, 1]])
    assert.deepStrictEqual(trace[0]!.notes, { zeroRows: 1, warning: "of two columns only an angle is left" })
    assert.deepStrictEqual(run([[1, 2, 3]]).trace[0]!.notes, {})
  })

  it("refuses one column, and says how to go on", () => {
    assert.throws(() => run([[1], [2]]), /one column, of which only the sign would be left; leave normalize out/)
  })

  it("never writes to the input", () => {
    const embedding = resident(40, 5)
    const before = embedding.data.slice()
    selectSync(supclust(), { embedding, budget: 5, seed: 0 })
    assert.deepStrictEqual(embedding.data.slice(), before)
  })

  it("picks the same when it may write over what was handed over, and then does", () => {
    const [kept, given] = [resident(40, 5), resident(40, 5)]
    const expected = selectSync(supclust(), { embedding: kept, budget: 5, seed: 0 }).positions
    const actual = selectSync(supclust(), { embedding: given, budget: 5, seed: 0, transfer: ["embedding"] }).positions
    assert.deepStrictEqual(actual, expected)
    assert.closeTo(Math.hypot(...given.data.subarray(0, 5)), 1, 1e-6)
  })

  it("does not write over what another part of a mix still needs", () => {
    const embedding = resident(40, 5)
    const before = embedding.data.slice()
    const strategy = Strategy.mix([1, supclust()], [1, Strategy.prepend(Stage.identity, random())])
    selectSync(strategy, { embedding, budget: 4, seed: 0, transfer: ["embedding"] })
    assert.deepStrictEqual(embedding.data.slice(), before)
  })

  it("gives rows of unit length", () => {
    const { matrix } = Effect.runSync(Kernels.make().normalizeRows(Matrix.fromRows([[3, 4], [0, 0]])))
    assert.deepStrictEqual([...matrix.data], [Math.fround(0.6), Math.fround(0.8), 0, 0])
  })
})
