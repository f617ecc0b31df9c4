/**
 * The short form of `fidelity.ts`: one seed, and few labels.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { loadDigits } from "@marginalia/datasets"
import * as Effect from "effect/Effect"
import { folderOf } from "../../datasets/test/pictures.ts"
import { label } from "./labeling.ts"
import { run } from "./round-loop.ts"

layer(NodeServices.layer)("a person who is always right", (it) => {
  it.effect("comes to what the round loop comes to, and held-out items never train", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({}), strategy = "typiclust-then-margin"
      const { points, session, truth } = yield* label({
        path: "digits",
        strategy,
        seed: 1,
        folder,
        every: 20,
        most: 60
      })
      assert.deepStrictEqual(points.map(({ labels }) => labels), [20, 40, 60])
      const { data, rows, cols } = (yield* Effect.promise(() => loadDigits())).pool
      const matrix = { data: Float32Array.from(data, (value) => value / 16), rows, cols }
      const heldOut = session.heldOut.order
      const looped = yield* run({ matrix, truth, heldOut, strategy, seed: 1, budget: 20, rounds: 3 })
      assert.isAbove(points[2]!.accuracy, looped[2]!.accuracy - 0.05)
      assert.isAbove(points[2]!.accuracy, 0.8)
      // A fifth of the answers measure; none of them is among what was learned from, and no order held one.
      assert.deepStrictEqual([session.training().items.length, session.measuring().items.length], [60, 15])
      assert.isFalse(session.training().items.some(session.heldOut.has))
      for (const { order } of session.models()) assert.isFalse(order.some(session.heldOut.has))
    }))
})
