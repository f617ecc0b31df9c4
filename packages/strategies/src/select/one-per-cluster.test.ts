import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { type Frame, Matrix, Score, selectSync, Stage, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { frameOf } from "../../test/model-based.ts"
import { turnsOf } from "../../test/turns.ts"
import { proximity } from "../score/proximity.ts"
import { uniform } from "../score/uniform.ts"
import { keepPerCluster } from "../stage/keep-per-cluster.ts"
import { onePerCluster } from "./one-per-cluster.ts"

/** Asks nothing of the items. */
const constant = Score.define({
  name: "constant",
  summary: "0 for every candidate",
  options: Schema.Struct({}),
  needs: [],
  of: () => ({ size }) => Effect.sync(() => new Float64Array(size))
})

/** Items on a line, whose score is how near they are to their cluster's mean. */
const on = (xs: ReadonlyArray<number>) => Matrix.fromRows(xs.map((x) => [x]))
const cluster = (...assignment: ReadonlyArray<number>) => ({ assignment: Int32Array.from(assignment) })
const nearest = Strategy.make(onePerCluster(proximity()))

describe("onePerCluster", () => {
  it("makes room for the event loop between clusters", async () => {
    const size = 400_000, assignment = Int32Array.from({ length: size }, (_, i) => i % 40)
    const frame = frameOf({ cluster: { assignment } }, { size }) as Frame.Frame<"cluster">
    assert.isAtLeast(await turnsOf(onePerCluster(constant()).pick(frame)), 12)
  })

  it("visits the largest cluster first, then the smaller number", () => {
    const { positions } = selectSync(nearest, {
      embedding: on([0, 10, 10, 10, 20, 20]),
      cluster: cluster(0, 1, 1, 1, 2, 2),
      budget: 3,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [1, 4, 0])
  })

  it("takes clusters of which an item was picked already for labeled ones: included, or by another strategy", () => {
    const asked = { embedding: on([0, 0, 0, 10, 10]), cluster: cluster(0, 0, 0, 1, 1), budget: 2, seed: 0 }
    assert.deepStrictEqual([...selectSync(nearest, { ...asked, include: [2] }).positions], [2, 3])
    const mixed = Strategy.mix([0.5, nearest], [0.5, Strategy.make(onePerCluster(constant()))])
    assert.deepStrictEqual([...selectSync(mixed, asked).positions].toSorted(), [0, 3])
  })

  it("visits clusters with the fewest labels first, and counts labeled members in the size", () => {
    const { positions } = selectSync(nearest, {
      embedding: on([0, 0, 0, 10, 10, 20, 30, 30, 30]),
      cluster: cluster(0, 0, 0, 1, 1, 2, 3, 3, 3),
      labeled: [0, 6, 7],
      budget: 4,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [3, 5, 1, 8]) // unlabeled: 1, 2; one label: 0; two labels: 3
  })

  it("goes round again, skipping exhausted clusters", () => {
    const { positions } = selectSync(nearest, {
      embedding: on([0, 1, 5, 10, 11, 12]),
      cluster: cluster(0, 0, 0, 1, 1, 2),
      budget: 6,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [1, 3, 5, 0, 4, 2])
  })

  it("drops the last filter when what it kept runs out, and goes on", () => {
    const strategy = Strategy.make(keepPerCluster(proximity(), 1), onePerCluster(proximity()))
    const result = selectSync(strategy, {
      embedding: on([0, 1, 5, 10, 11, 12]),
      cluster: cluster(0, 0, 0, 1, 1, 2),
      budget: 5,
      seed: 0
    })
    assert.deepStrictEqual([...result.positions], [1, 3, 5, 0, 4])
    assert.isTrue(result.trace.some((entry) => entry.status === "widened"))
  })

  it("takes items in no cluster last", () => {
    const { positions } = selectSync(nearest, {
      embedding: on([0, 1, 2, 3]),
      cluster: cluster(-1, 0, -1, 0),
      budget: 4,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [1, 3, 0, 2])
  })

  it("leaves small clusters for last with largerThan", () => {
    const strategy = Strategy.make(onePerCluster(proximity(), { largerThan: 1 }))
    const { positions } = selectSync(strategy, {
      embedding: on([0, 10, 10, 20]),
      cluster: cluster(0, 1, 1, 2),
      budget: 4,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [1, 2, 0, 3])
  })

  prop.prop([
    fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 30 }),
    fc.nat(),
    fc.boolean(),
    fc.nat({ max: 4 })
  ])("fills any budget with distinct unlabeled items", (assignment, seed, refresh, largerThan) => {
    const labeled = assignment.flatMap((_, i) => (seed + i * i) % 3 === 0 ? [i] : [])
    const left = assignment.length - labeled.length
    if (left === 0) return
    const strategy = Strategy.make(
      pipe(Stage.identity, Stage.andThen(keepPerCluster(uniform(), "50%"))),
      onePerCluster(uniform(), { refresh, largerThan })
    )
    const budget = 1 + seed % left
    const { positions } = selectSync(strategy, {
      size: assignment.length,
      cluster: cluster(...assignment),
      labeled,
      budget,
      seed
    })
    assert.strictEqual(new Set(positions).size, budget)
    assert.isFalse(labeled.some((position) => positions.includes(position)))
  })
})
