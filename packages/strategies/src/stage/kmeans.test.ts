import { assert, describe, it } from "@effect/vitest"
import { Clusterer, Filter, Matrix, Query, type Selection, selectSync, Stage, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { pipe } from "effect/Function"
import { uniform } from "../score/uniform.ts"
import { onePerCluster } from "../select/one-per-cluster.ts"
import { kmeans } from "./kmeans.ts"

const embedding = Matrix.fromRows([...Array(60).keys()].map((i) => [i % 6 * 10 + Math.sin(i), Math.cos(i)]))
const notes = ({ trace }: Selection) => trace.find((entry) => entry.step.startsWith("kmeans"))!.notes
const run = (settings: Parameters<typeof kmeans<"embedding">>[0], input: object = {}) =>
  selectSync(Strategy.make(kmeans<"embedding">(settings), onePerCluster(uniform())), {
    embedding,
    budget: 3,
    seed: 0,
    ...input
  })

describe("kmeans", () => {
  it("asks for as many clusters as there will be labels, by default", () => {
    assert.strictEqual(notes(run({}, { labeled: [0, 1] }))["k"], 5)
  })

  it("takes k from budget, labels and classes", () => {
    assert.strictEqual(notes(run({ k: "2*classes" }, { classes: 3 }))["k"], 6)
    assert.throws(() => run({ k: "classes" }), /needs the number of classes; give it with the query/)
  })

  it("caps the number of clusters, and has no more than rows", () => {
    assert.strictEqual(notes(run({ k: 50, atMost: 4 }))["k"], 4)
    assert.isAtMost(notes(run({ k: 500 }))["k"] as number, 60)
  })

  it("clusters the candidates only, when asked, and leaves the others in no cluster", () => {
    const { picks } = run({ k: 3, over: "candidates" }, { labeled: [...Array(30).keys()] })
    assert.strictEqual(picks.reduce((sum, pick) => sum + pick.why.cluster!.size, 0), 30)
    assert.isTrue(picks.every((pick) => pick.why.cluster!.labeled === 0))
  })

  it("goes on when a filter has left no candidate", () => {
    const strategy = Strategy.make(
      pipe(Filter.atLeast(uniform(), 2), Stage.andThen(kmeans({ over: "candidates", k: 2 }))),
      onePerCluster(uniform())
    )
    assert.strictEqual(selectSync(strategy, { embedding, budget: 4, seed: 0 }).positions.length, 4)
  })

  it("takes mini-batches above a number of clusters", () => {
    assert.strictEqual(notes(run({ k: 5, miniBatchAbove: 4 }))["clusterer"], "mini-batch")
    assert.strictEqual(notes(run({ k: 4, miniBatchAbove: 4 }))["clusterer"], "kmeans")
  })

  it("is skipped when the clusters are given", () => {
    const { trace } = run({}, { cluster: { assignment: new Int32Array(60) } })
    assert.deepStrictEqual(trace.map((entry) => entry.status), ["given", "ran"])
  })

  it.effect("asks the Clusterer that is provided", () =>
    Effect.gen(function*() {
      const query = yield* Query.make({ embedding, budget: 1, seed: 0 })
      const halves: Clusterer.Service = {
        name: "halves",
        cluster: () =>
          Effect.succeed({
            assignment: Int32Array.from({ length: 60 }, (_, i) => i < 30 ? 0 : 1),
            sizes: Uint32Array.of(30, 30),
            centers: Matrix.fromRows64([[0, 0], [1, 1]]),
            inertia: 0,
            iterations: 0,
            converged: true
          })
      }
      const selection = yield* Strategy.run(Strategy.make(kmeans(), onePerCluster(uniform())), query).pipe(
        Effect.provideService(Clusterer.Clusterer, halves)
      )
      assert.strictEqual(notes(selection)["clusterer"], "halves")
    }))
})
