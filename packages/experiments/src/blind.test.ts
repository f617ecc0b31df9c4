import { assert, describe, it } from "@effect/vitest"
import { type LabelRequest, Oracle } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { unitOf } from "../test/unit.ts"
import { blindIds } from "./blind.ts"
import type { UnitData } from "./data/load.ts"
import { oracleOf } from "./oracle.ts"

const classNames = ["triangle", "Red Square", "1"]

const shown = (...ids: ReadonlyArray<string>) => blindIds({ classNames, ids })

describe("what a person is shown", () => {
  it("is the file's name without the folder of its class", () => {
    assert.deepStrictEqual(shown("triangle/IMG_1049.jpg", "red_square\\b.png", "1/c.png"), [
      "IMG_1049.jpg",
      "b.png",
      "c.png"
    ])
  })

  it("is a number where the file's name tells, or is another's too", () => {
    assert.deepStrictEqual(
      shown("triangle/TRIANGLE-1.jpg", "x/mytriangle.jpg", "x/RedSquare.png", "triangle/a.jpg", "1/a.jpg"),
      [
        "item 0",
        "item 1",
        "item 2",
        "item 3",
        "item 4"
      ]
    )
  })

  it("is a number where a word of the file's name is that of one class only", () => {
    const ids = ["a/tri_1.jpg", "a/tri_2.jpg", "b/sq-1.jpg", "b/sq-2.jpg", "b/IMG_7.jpg", "a/IMG_8.jpg"]
    const labels = Int32Array.of(0, 0, 1, 1, 1, 0)
    assert.deepStrictEqual(blindIds({ classNames: ["triangle", "square"], ids, labels }), [
      "item 0",
      "item 1",
      "item 2",
      "item 3",
      "IMG_7.jpg",
      "IMG_8.jpg"
    ])
    assert.deepStrictEqual(blindIds({ classNames: ["x", "y"], ids: ["p_1", "p_2"], labels: Int32Array.of(0, 0) }), [
      "p_1",
      "p_2"
    ])
  })

  it("is the id where no id tells", () => {
    assert.deepStrictEqual(shown("photos/a.jpg", "b"), ["photos/a.jpg", "b"])
    assert.deepStrictEqual(blindIds({ classNames: ["0", "1"], ids: ["0", "1", "17"] }), ["0", "1", "17"])
  })

  it.effect("is what the oracle of the terminal hears", () =>
    Effect.gen(function*() {
      const heard: Array<string> = []
      const terminal = Layer.succeed(Oracle, {
        label: ({ ids }: LabelRequest) => {
          heard.push(...ids)
          return Effect.succeed({ labels: Int32Array.of(0) })
        }
      })
      const data = { classNames, ids: ["triangle/a.jpg"], labels: Int32Array.of(0) } as unknown as UnitData
      const layer = oracleOf(unitOf({ oracle: { kind: "terminal" } }), data, terminal)
      const question = {
        round: 0,
        positions: Uint32Array.of(0),
        ids: data.ids,
        selection: undefined
      } as unknown as LabelRequest
      yield* Effect.flatMap(Oracle, (oracle) => oracle.label(question)).pipe(
        Effect.provide(layer as Layer.Layer<Oracle>)
      )
      assert.deepStrictEqual(heard, ["a.jpg"])
    }))
})
