import { assert, describe, it } from "@effect/vitest"
import { hashData } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import { dataOf } from "../test/experiment.ts"
import { items, loaded, unit } from "../test/made.ts"
import { itemsOf, type Load, mismatch } from "./items.ts"
import type { Loaded } from "./read.ts"

const run = unit({ strategy: "random", seed: 0, accuracy: [0.5] })
const { config } = run
const inFolder = { ...run, unit: { data: dataOf("spots"), learning: { on: "embedding" } } as never }

describe("mismatch", () => {
  it("trusts items whose number and hash are the journal's", () => {
    assert.isUndefined(mismatch(config, items))
    assert.isUndefined(mismatch({ ...config, data: { embedding: hashData(items.embedding) } }, items))
  })

  it("says what is different", () => {
    assert.strictEqual(mismatch({ ...config, size: 31 }, items), "the run had 31 items, the data now have 30")
    assert.match(mismatch({ ...config, data: { embedding: "another" } }, items)!, /other numbers than the run's/)
  })
})

describe("itemsOf", () => {
  it.effect("loads the items of each group once", () =>
    Effect.gen(function*() {
      const asked: Array<string> = []
      const found = yield* itemsOf(loaded([inFolder, { ...inFolder, seed: 1 }]), ({ name }) =>
        Effect.sync(() => {
          asked.push(name)
          return items
        }))
      assert.deepStrictEqual([asked, found.get("spots")], [["spots"], items])
    }))

  it.effect("says why there are none: unknown, not to be had, or changed", () =>
    Effect.gen(function*() {
      const reason = (all: Loaded, load: Load<Error, never>) =>
        Effect.map(itemsOf(all, load), (found) => {
          const one = found.get("spots")
          return typeof one === "string" ? one : ""
        })
      const gone = () => Effect.fail(new Error("spots.npy: no such file"))
      assert.match(yield* reason(loaded([run]), gone), /the journals stand alone/)
      assert.strictEqual(
        yield* reason(loaded([inFolder]), gone),
        "no map, since the data are not at hand: spots.npy: no such file"
      )
      const other = { ...inFolder, config: { ...config, size: 31 } }
      assert.match(
        yield* reason(loaded([other]), () => Effect.succeed(items)),
        /^no map, since the data have changed: /
      )
    }))
})
