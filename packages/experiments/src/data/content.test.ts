import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { contentOf } from "./content.ts"
import type { UnitData } from "./load.ts"

const data = (columnNames: ReadonlyArray<string> | undefined): UnitData => ({
  embedding: Matrix.fromRows([[0.8141, 25], [0.1, 1 / 3], [16_777_216, -0.000125]]),
  labels: Int32Array.of(0, 1, 0),
  classNames: ["a", "b"],
  columnNames,
  ids: ["x", "y", "z"],
  images: undefined,
  test: { embedding: Matrix.fromRows([[0, 0]]), labels: Int32Array.of(0), images: undefined }
})

const shown = (columnNames: ReadonlyArray<string> | undefined) =>
  Effect.map(
    Effect.forEach([0, 1, 2], contentOf(data(columnNames))),
    (all) => all.map(({ fields }) => fields!.map(({ name, value }) => `${name}: ${value}`))
  )

describe("what a model that annotates is shown of rows", () => {
  it.effect("is their numbers as a table writes them, by the names of its columns", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* shown(["width", "age"]), [
        ["width: 0.8141", "age: 25"],
        ["width: 0.1", "age: 0.33333334"],
        ["width: 16777216", "age: -0.000125"]
      ])
      assert.deepStrictEqual((yield* shown(undefined))[0], ["0: 0.8141", "1: 25"])
      // Names of other columns than these are none.
      assert.deepStrictEqual((yield* shown(["one"]))[0], ["0: 0.8141", "1: 25"])
    }))
})
