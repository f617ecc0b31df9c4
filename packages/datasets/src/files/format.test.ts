import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
import { inFolder, messageOf, stdin } from "./fixtures/temporary.ts"
import { formatOf, formats, readWithFormat, sniff } from "./format.ts"

const bytes = (text: string) => Buffer.from(text, "latin1")

describe("format", () => {
  it.effect("goes by the extension, in any case", () =>
    Effect.gen(function*() {
      for (const format of formats) assert.strictEqual(yield* formatOf(`a.b/pool.${format}`, formats), format)
      assert.strictEqual(yield* formatOf("POOL.NPY", formats), "npy")
      assert.strictEqual(yield* formatOf("pool.ndjson", formats), "jsonl")
      assert.isUndefined(yield* formatOf("-", formats))
    }))

  it.effect("lists what is supported", () =>
    Effect.gen(function*() {
      const problem = (path: string, supported = formats as ReadonlyArray<typeof formats[number]>) =>
        formatOf(path, supported).pipe(Effect.flip, Effect.map((error) => error.message))
      assert.strictEqual(
        yield* problem("pool.txt"),
        "pool.txt: .txt files cannot be read here; use .npy, .npz, .csv, .jsonl, .parquet, .arrow"
      )
      assert.strictEqual(
        yield* problem("a.b/pool"),
        "a.b/pool: the name has no extension; use .npy, .npz, .csv, .jsonl, .parquet, .arrow"
      )
      assert.strictEqual(
        yield* problem("l.npy", ["csv", "jsonl"]),
        "l.npy: .npy files cannot be read here; use .csv, .jsonl"
      )
    }))

  it("sniffs what comes without a name", () => {
    assert.strictEqual(sniff(bytes("\x93NUMPY\x01\x00")), "npy")
    assert.strictEqual(sniff(bytes("PAR1\x15\x04")), "parquet")
    assert.strictEqual(sniff(Buffer.from("\uFEFF\n {\"id\": 1}")), "jsonl")
    assert.strictEqual(sniff(bytes("id,x\n")), "csv")
    assert.strictEqual(sniff(bytes("")), "csv")
  })

  it.effect("reads what it knows before it reads the file, and sniffs the standard input", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        writeFileSync(`${folder}/there.txt`, "")
        const unread = yield* messageOf(readWithFormat(`${folder}/there.txt`, formats, undefined), folder)
        assert.match(unread, /^there\.txt: \.txt files cannot be read here/)
        for (const name of ["missing.npyy", "missing"]) {
          const missing = yield* messageOf(readWithFormat(`${folder}/${name}`, formats, undefined), folder)
          assert.match(missing, /^missing\S*: no such file or folder/)
        }
        const read = (given: "csv" | undefined) =>
          readWithFormat("-", ["csv", "jsonl"], given).pipe(Effect.provide(stdin("PAR1")))
        assert.strictEqual((yield* read("csv")).format, "csv")
        assert.strictEqual(
          yield* messageOf(read(undefined), folder),
          "stdin: parquet cannot be read here; use csv, jsonl"
        )
      })
    ))
})
