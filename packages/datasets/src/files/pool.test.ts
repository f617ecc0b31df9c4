import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
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

  it.effect("reads semicolons, tabs, decimal commas, gzip and files without a header, and says which", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const read = (name: string, contents: string | Uint8Array, options = {}) =>
          Effect.flatMap(write(name, contents), (path) => readPool(path, options))
        const half = { ...matrix, data: Float32Array.of(1.5, 2, 3, 4.5) }
        const semicolons = yield* read("a.csv", "id;x;y\na,b;1,5;2\nc;3;4,5\n")
        assert.deepStrictEqual([semicolons.ids, semicolons.matrix], [["a,b", "c"], half])
        assert.deepStrictEqual(semicolons.notes.map(Message.toCode), [
          "cells are separated by semicolons, and fractions are written with commas"
        ])
        // The first row may have no fraction.
        const later = yield* read("l.csv", "id;x;y\nz;1;2\na;1,5;2\nc;3;4,5\n")
        assert.deepStrictEqual(later.matrix.data, Float32Array.of(1, 2, 1.5, 2, 3, 4.5))
        assert.match(
          yield* Effect.flip(Effect.map(read("m.csv", "id;x;y\na;1,5;2.5\n"), String)).pipe(Effect.map(String)),
          /"1,5", which is not a number/
        )
        const thousands = yield* Effect.flip(read("t.csv", `id;x;y\n${"a;1,5;2\n".repeat(9000)}b;1.234;4\n`))
        assert.match(String(thousands), /holds "1\.234", and fractions are written with commas elsewhere in this file/)
        const tabs = yield* read("a.tsv", "id\tx\ty\na\t1.5\t2\nc\t3\t4.5\n")
        assert.deepStrictEqual([tabs.matrix, tabs.notes], [half, ["cells are separated by tabs"]])
        const packed = yield* read("a.csv.gz", gzipSync("id, x ,y\na,1.5,2\nc,3,4.5\n"))
        assert.deepStrictEqual([packed.matrix, packed.columnNames, packed.ids], [half, ["x", "y"], ["a", "c"]])
        const bare = yield* read("b.csv", "a,1.5,2\nc,3,4.5\n", { noHeader: true, idColumn: "0" })
        assert.deepStrictEqual([bare.matrix, bare.ids, bare.columnNames], [half, ["a", "c"], ["1", "2"]])
      })
    ))

  it.effect("takes an array of images for a vector each, and tells their shape where it is sure", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const numbers = Float32Array.from({ length: 24 }, (_, i) => i)
        const of = (...shape: ReadonlyArray<number>) =>
          Effect.flatMap(write(`${shape.join("x")}.npy`, encodeNpy(numbers, shape)), (path) => readPool(path))
        const gray = yield* of(2, 3, 4)
        assert.deepStrictEqual([gray.matrix.rows, gray.matrix.cols, gray.layout], [
          2,
          12,
          { _tag: "Images", sides: [3, 4, 1], channels: "last" }
        ])
        assert.deepStrictEqual([...gray.matrix.data], [...numbers])
        assert.deepStrictEqual(gray.notes.map(Message.toCode), ["the items are 3 × 4, a vector of 12 numbers each"])
        const first = yield* of(2, 3, 2, 2)
        assert.deepStrictEqual(first.layout, { _tag: "Images", sides: [3, 2, 2], channels: "first" })
        assert.deepStrictEqual([...first.matrix.data], [...numbers], "vectors are as they lie")
        assert.isUndefined((yield* of(2, 12)).layout)
      })
    ))

  it.effect("refuses the ids and the description of another array", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", npy)
        yield* write("p.ids.csv", "row,id\n0,a\n1,b\n")
        const about = (sha256: string) =>
          write(
            "p.json",
            JSON.stringify({ marginaliaEmbedding: 1, encoder: { text: "raw", hash: "h" }, l2: false, sha256 })
          )
        yield* about(createHash("sha256").update(npy).digest("hex"))
        assert.deepStrictEqual((yield* readPool(path)).ids, ["a", "b"])
        yield* write("p.npy", encodeNpy(Float32Array.of(3, 4, 1, 2), [2, 2]))
        assert.match(
          (yield* Effect.flip(readPool(path))).message,
          /p\.json: this describes another array than .*embed again/
        )
      })
    ))

  it.effect("never loses the first row of a file without a header", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const path = yield* write("b.csv", "img1,0.1,0.2\nimg2,0.3,0.4\n")
        for (const options of [{}, { idColumn: "img1" }]) {
          const { message } = yield* Effect.flip(readPool(path, options))
          assert.match(message, /this file seems to have no header/)
        }
      })
    ))

  it.effect("refuses jsonl whose first row lacks what the others have", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const message = (...lines: ReadonlyArray<string>) =>
          Effect.flatMap(write("p.jsonl", lines.join("\n")), (path) => Effect.flip(readPool(path))).pipe(
            Effect.map((error) => error.message.replace(/^\S*p\.jsonl: /, ""))
          )
        const lacks = /^row 1 \(line 2\) has "(?:id|ID|x)", which the first row has not; give every row the same keys$/
        assert.match(yield* message("{\"v\":[1,2]}", "{\"id\":\"a\",\"v\":[3,4]}"), lacks)
        assert.match(yield* message("{\"v\":[1,2]}", "{\"ID\":\"a\",\"v\":[3,4]}"), lacks)
        assert.match(yield* message("{\"bbox\":[1],\"y\":1,\"a\":1}", "{\"a\":1,\"y\":2,\"x\":3}"), lacks)
        const path = yield* write("ok.jsonl", "{\"v\":[1,2]}\n{\"v\":[3,4],\"note\":\"text\"}\n")
        assert.deepStrictEqual((yield* readPool(path)).matrix, matrix)
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
          "pool.npy: an .npy file has no named columns, and its ids are the row numbers or in the .ids.csv beside it; " +
            "leave `idColumn` out"
        )
      })
    ))
})
