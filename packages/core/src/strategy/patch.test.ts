import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { frame } from "../../test/queries.ts"
import { first } from "../../test/toys.ts"
import type * as Frame from "../Frame.ts"
import * as Matrix from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"
import { problemOf } from "./patch.ts"

const at = frame(4, { candidates: Uint32Array.of(0, 1, 3) })

const wrong = (patch: unknown, adds: ReadonlyArray<"cluster"> = []) => problemOf({ adds }, at, patch as Frame.Patch)

const problem = (patch: unknown, adds?: ReadonlyArray<"cluster">) => wrong(patch, adds)?.problem

const only = "it added or reordered candidates, and may only remove some: "

describe("what is wrong with a patch", () => {
  it("nothing, with nothing in it or all in order", () => {
    assert.isUndefined(problem({}))
    const cluster = { assignment: Int32Array.of(0, -1, 0, 1) }
    const evidence = [{ name: "e", values: new Float64Array(4), group: new Int32Array(4) }]
    assert.isUndefined(problem({ candidates: Uint32Array.of(0, 3), columns: { cluster }, evidence }, ["cluster"]))
  })

  it("candidates that are not some of those before, in their order", () => {
    const say = (...kept: ReadonlyArray<number>) => problem({ candidates: Uint32Array.from(kept) })
    assert.strictEqual(say(0, 2), `${only}it kept position 2, which was no candidate before it`)
    assert.strictEqual(say(3, 1), `${only}it kept position 1 after 3; candidates are ascending, each once`)
    assert.strictEqual(say(1, 1), `${only}it kept position 1 after 1; candidates are ascending, each once`)
    assert.strictEqual(say(1, 9), `${only}it kept position 9, and the pool has 4 items`)
    assert.strictEqual(problem({ candidates: [0] }), "its candidates are Array of 1, not a Uint32Array of positions")
    const found = { value: 9, expected: "a position below 4", position: 9 }
    assert.deepInclude(wrong({ candidates: Uint32Array.of(1, 9) }), found)
    assert.deepInclude(wrong({ candidates: Uint32Array.of(3, 1) }), { value: 1, expected: "a position above 3" })
    assert.deepInclude(wrong({ candidates: Uint32Array.of(0, 2) }), { value: 2, expected: "a candidate" })
  })

  it("columns of another height, by name, with both lengths", () => {
    assert.include(
      problem({ columns: { embedding: Matrix.fromRows([[1], [2]]) } }),
      "embedding has 2 rows and the pool"
    )
    assert.include(
      problem({ columns: { cluster: { assignment: new Int32Array(3) } } }),
      "cluster has 3 rows and the pool"
    )
    assert.include(problem({ columns: { cluster: { assignment: [0, 0, 0, 0] } } }), "must be an Int32Array")
    assert.include(problem({ columns: { probability: [0.5, 0.5] } }), "probability")
  })

  it("a column that was promised and is not there", () => {
    assert.strictEqual(problem({}, ["cluster"]), `it says that it adds the column "cluster", and did not`)
  })

  it("evidence of another length, and what is no patch", () => {
    const short = { name: "e", values: new Float64Array(3) }
    assert.strictEqual(problem({ evidence: [short] }), `its evidence "e" has 3 numbers and the pool has 4 items`)
    const group = { name: "e", values: new Float64Array(4), group: new Int32Array(1) }
    assert.strictEqual(problem({ evidence: [group] }), `its evidence "e" has 1 numbers and the pool has 4 items`)
    assert.deepInclude(wrong({ evidence: [group] }), { value: 1, expected: 4 })
    assert.strictEqual(problem(undefined), "it gave undefined, not a patch of the frame")
  })
})

describe("a stage of one's own", () => {
  const run = (of: () => unknown) => {
    const mine = Stage.make({ spec: Spec.make("mine"), needs: [], adds: ["cluster"], run: of as never })
    const query = Query.makeUnsafe({ size: 4, budget: 1, seed: 0 })
    return Effect.runSync(Effect.flip(Strategy.run(Strategy.make(mine, first()), query))).message
  }

  it("that throws, or breaks its word, is an error with its name", () => {
    const thrower = () => {
      throw new Error("no")
    }
    assert.strictEqual(run(thrower), "mine: it threw Error: no; this is a defect of the stage")
    assert.strictEqual(run(() => Effect.sync(thrower)), "mine: it threw Error: no; this is a defect of the stage")
    assert.include(run(() => ({})), "mine: it gave Object, which is not an Effect")
    const short = { columns: { cluster: { assignment: new Int32Array(3) } } }
    assert.include(run(() => Effect.succeed(short)), "mine: cluster has 3 rows and the pool has 4 items")
  })
})
