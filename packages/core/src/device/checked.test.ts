import { assert, describe } from "@effect/vitest"
import { it } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { rowsOf, works } from "../../test/card.ts"
import { type Stand, stand } from "../../test/device.ts"
import { single } from "../kernels/engine.ts"
import type { DeviceRows } from "./device.ts"

/** Ways to be wrong: all numbers of the first half of an answer are those of nothing, say. */
const lies: { readonly [what: string]: (rows: DeviceRows) => Partial<DeviceRows> } = {
  "a buffer of zeros for half of the nearest": ({ nearest }) => ({
    nearest: (points) =>
      Effect.map(nearest(points), (found) =>
        found && {
          best: found.best.fill(0, 0, found.best.length / 2),
          first: found.first.fill(0, 0, found.first.length / 2),
          second: found.second.fill(1e9, 0, found.second.length / 2)
        })
  }),
  "a second that is far from second": ({ nearest }) => ({
    nearest: (points) =>
      Effect.map(nearest(points), (found) => found && { ...found, second: found.second.map(() => 1e9) })
  }),
  "points that are none": ({ nearest }) => ({
    nearest: (points) => Effect.map(nearest(points), (found) => found && { ...found, best: found.best.map(() => 77) })
  }),
  "numbers that are not": ({ values }) => ({
    values: (points) => Effect.map(values(points), (found) => found?.map((x) => x < 0 ? NaN : x))
  }),
  "sixteen bits": ({ values }) => ({
    values: (points) => Effect.map(values(points), (found) => found?.map((x) => x * (1 + 2 ** -9)))
  }),
  "least values that are not": ({ least }) => ({
    least: (span, among) => Effect.map(least(span, among), (found) => found?.map((x) => x + 10))
  }),
  "bits that are missing": ({ below }) => ({
    below: (...asked) => Effect.map(below(...asked), (found) => found && { ...found, maybe: found.maybe.map(() => 0) })
  }),
  "bits of others": ({ below }) => ({
    below: (...asked) =>
      Effect.map(below(...asked), (found) => found && { ...found, surely: found.surely.map(() => -1) })
  })
}

const lying = (device: Stand, lie: (rows: DeviceRows) => Partial<DeviceRows>): Stand => ({
  ...device,
  lend: (placing, use) => device.lend(placing, (rows) => use(rows && { ...rows, ...lie(rows) }))
})

describe("a device that is wrong", () => {
  it.each(Object.keys(lies))("is asked no more: %s", async (what) => {
    const device = stand({ way: "not" }),
      engine = single("simd"),
      matrix = rowsOf(220, 5, { whole: what === "bits of others" })
    const run = (asked: typeof engine) => Effect.runPromise(works(asked, matrix, 12))
    assert.deepStrictEqual(await run({ ...engine, device: lying(device, lies[what]!) }), await run(engine))
    assert.match(device.refused.join(), /^its .* are wrong$/)
  })

  it("is not one that is off by as much as it may be", async () => {
    for (const way of ["against", "for", "by chance"] as const) {
      const device = stand({ way })
      await Effect.runPromise(works({ ...single("simd"), device }, rowsOf(100, 40), 7))
      assert.deepStrictEqual(device.refused, [])
    }
  })
})
