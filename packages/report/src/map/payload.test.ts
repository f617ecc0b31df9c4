import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { analysis, items } from "../../test/made.ts"
import { payloadOf } from "./payload.ts"

const { views: [view] } = analysis()

describe("payloadOf", { timeout: 30_000 }, () => {
  it.effect("numbers the items of the map, and tells each pick with its label and why", () =>
    Effect.gen(function*() {
      const { payload, remark } = yield* payloadOf(view!.group, items)
      assert.isUndefined(remark)
      assert.strictEqual(payload.runs.length, 12)
      const { rounds, seed, strategy } = payload.runs[0]!
      assert.deepStrictEqual([strategy, seed, rounds.map(({ labels }) => labels)], ["random", 0, [3, 6, 9]])
      const pick = rounds[1]!.picks[2]!
      assert.strictEqual(payload.ids[pick.i], "spot-5")
      assert.strictEqual(payload.truth[pick.i], 2)
      assert.deepStrictEqual([pick.label, pick.cluster, pick.scores], [2, [2, 10, 1], [["margin", "0.25", 3, 30]]])
      assert.isUndefined(payload.images)
      assert.deepStrictEqual(JSON.parse(JSON.stringify(payload)), payload)
    }))

  it.effect("has the images of the picks, the first rounds' first", () =>
    Effect.gen(function*() {
      const images = { data: Uint8Array.from({ length: 30 }, (_, i) => i), rows: 30, shape: [1, 1, 1] as const }
      const { payload } = yield* payloadOf(view!.group, { ...items, images })
      assert.deepStrictEqual(payload.images!.of.map((i) => payload.ids[i]), [
        "spot-0",
        "spot-1",
        "spot-2",
        "spot-3",
        "spot-4",
        "spot-5",
        "spot-6",
        "spot-7",
        "spot-8"
      ])
    }))
})
