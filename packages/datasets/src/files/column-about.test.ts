import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { printColumnAbout, readColumnAbout } from "./column-about.ts"
import { readColumn } from "./column.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { encodeNpy } from "./npy-write.ts"

const bytes = encodeNpy(Float32Array.of(0.5, 0.5, 1, 0), [2, 2])
const pool = { rows: 2, ids: undefined }

describe("the description beside a column", () => {
  it.effect("is read with it, where there is one of its kind", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const file = yield* write("p.npy", bytes)
        assert.isUndefined((yield* readColumn("probability", file, pool)).about)
        const path = yield* write("p.json", printColumnAbout("probability", bytes, ["b", "a"], { shape: [2, 2] }))
        assert.deepStrictEqual((yield* readColumn("probability", file, pool)).about, { path, classes: ["b", "a"] })
        yield* write("p.json", "{\"another\": \"thing\"}")
        assert.isUndefined((yield* readColumn("probability", file, pool)).about)
        assert.isUndefined(yield* readColumnAbout("p.csv", ""))
      })
    ))

  it.effect("is refused where it is of other bytes, of another number of classes, or damaged", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const file = yield* write("p.npy", bytes)
        const problem = (text: string, name = "probability") =>
          Effect.andThen(write("p.json", text), messageOf(readColumn(name, file, pool), folder))
        const other = encodeNpy(new Float32Array(4), [2, 2])
        assert.match(
          yield* problem(printColumnAbout("probability", other, ["a", "b"])),
          /^p\.json: this describes another/
        )
        assert.strictEqual(
          yield* problem(printColumnAbout("probability", bytes, ["a", "b", "c"])),
          "p.json: it names 3 classes, and the probability beside it is of 2; predict again"
        )
        assert.match(
          yield* problem(printColumnAbout("prototype", bytes, ["a"]), "prototype"),
          /names 1 classes.* is of 2/
        )
        assert.match(yield* problem(printColumnAbout("projection", bytes, ["a", "b"]), "projection"), /is of 3/)
        assert.match(yield* problem("{\"marginaliaColumn\": 1"), /cannot be read/)
        assert.match(yield* problem("{\"marginaliaColumn\": 1, \"classes\": [\"a\", 2]}"), /cannot be read/)
      })
    ))
})
