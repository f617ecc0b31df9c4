import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { inFolder, messageOf, stdin } from "./fixtures/temporary.ts"
import { encodeNpy } from "./npy-write.ts"
import { readPool } from "./pool.ts"

const npy = encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2])
const matrix = { data: Float32Array.of(1, 2, 3, 4), rows: 2, cols: 2 }

describe("readPool", () => {
  it.effect("reads an .npy file, without ids", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const path = yield* write("pool.npy", npy)
        assert.deepStrictEqual(yield* readPool(path), {
          path,
          format: "npy",
          sha256: createHash("sha256").update(npy).digest("hex"),
          ids: undefined,
          idsFile: undefined,
          matrix,
          columnNames: undefined,
          notes: []
        })
      })
    ))

  it.effect("reads tables with their ids, and refuses one that comes twice", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const pool = yield* readPool(yield* write("pool.csv", "id,x,y\na,1,2\nA,3,4\n"))
        assert.deepStrictEqual([pool.ids, pool.matrix, pool.columnNames], [["a", "A"], matrix, ["x", "y"]])
        const twice = yield* write("twice.csv", "id,x,y\na,1,2\na,3,4\n")
        assert.strictEqual(
          yield* messageOf(readPool(twice), folder),
          "twice.csv: the id \"a\" stands in rows 0 and 1; keep one"
        )
        const lines = "{\"key\":\"a\",\"v\":[1,2]}\n{\"key\":\"b\",\"v\":[3,4]}\n"
        const keyed = yield* readPool(yield* write("pool.jsonl", lines), { idColumn: "key" })
        assert.deepStrictEqual([keyed.ids, keyed.matrix], [["a", "b"], matrix])
      })
    ))

  it.effect("reads the standard input in whatever format it is", () =>
    inFolder(() =>
      Effect.gen(function*() {
        for (const contents of [npy, "x,y\n1,2\n3,4\n", "{\"v\":[1,2]}\n{\"v\":[3,4]}\n"]) {
          const pool = yield* readPool("-").pipe(Effect.provide(stdin(contents)))
          assert.deepStrictEqual([pool.path, pool.matrix], ["stdin", matrix])
        }
      })
    ))

  it.effect("takes the format that it is told", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        assert.deepStrictEqual((yield* readPool(yield* write("pool.dat", npy), { format: "npy" })).matrix, matrix)
      })
    ))

  it.effect("says whose fault it is", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const missing = yield* readPool(`${folder}/pool.npy`).pipe(Effect.flip)
        assert.deepStrictEqual([missing._tag, missing.exitCode], ["FileProblem", 2])
        const path = yield* write("pool.npy", npy.slice(0, -1))
        const cut = yield* readPool(path).pipe(Effect.flip)
        assert.deepStrictEqual([cut._tag, cut.exitCode], ["InvalidInput", 1])
        assert.strictEqual(
          yield* messageOf(readPool(path), folder),
          "pool.npy: the header (2 × 2 of <f4) promises 16 bytes of numbers and the file has 15, so it was cut short; copy it or save it again"
        )
        assert.strictEqual(
          yield* messageOf(readPool(path, { idColumn: "key" }), folder),
          "pool.npy: an .npy file has no column \"key\", its ids are the row numbers; leave --id-column out"
        )
      })
    ))
})
