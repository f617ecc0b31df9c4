import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { archives } from "../files/fixtures/archives.ts"
import { fromBase64 } from "../files/fixtures/numpy.ts"
import { sniff } from "../files/format.ts"
import { readTable } from "../files/read-table.ts"
import type { Table } from "../files/table.ts"
import { Limits } from "../limits.ts"

const read = (bytes: Uint8Array<ArrayBuffer>) =>
  readTable({ path: "p.arrow", bytes, sha256: "" }, "arrow", { answers: true, precision: "double" })

const rowsOf = ({ cols, data, rows }: Table) =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * cols, (row + 1) * cols)))

const named = (wanted: string) => fromBase64(archives.arrow.find(({ name }) => name === wanted)!.file)

describe("Arrow", () => {
  it.live.each(archives.arrow)(
    "reads what pyarrow wrote: $name",
    ({ file, ids, labels, rows, splits }) =>
      Effect.gen(function*() {
        assert.strictEqual(sniff(fromBase64(file)), "arrow")
        const table = yield* read(fromBase64(file))
        assert.deepStrictEqual(rowsOf(table), rows)
        assert.deepStrictEqual(table.ids, ids)
        assert.deepStrictEqual(table.labels, labels)
        assert.deepStrictEqual(table.splits, splits)
      }),
    60_000
  )

  it.live.each(archives.badArrow)("refuses $name", ({ file, problem }) =>
    Effect.gen(function*() {
      assert.include((yield* Effect.flip(read(fromBase64(file)))).message, problem)
    }), 60_000)

  it.live(
    "refuses what is cut short, and what comes to more than is allowed before it is unpacked",
    () =>
      Effect.gen(function*() {
        const message = (bytes: Uint8Array<ArrayBuffer>) =>
          Effect.map(Effect.flip(read(bytes)), ({ message }) => message)
        for (const name of ["file, two rows a batch", "stream", "many rows, lz4", "many rows, zstd"]) {
          const bytes = named(name)
          assert.match(
            yield* message(bytes.slice(0, bytes.length / 2)),
            /not a readable Arrow file|no rows|no column/,
            name
          )
        }
        for (const name of ["many rows, lz4", "many rows, zstd"]) {
          const little = Effect.provideService(message(named(name)), Limits, { unpacked: 1000 })
          assert.match(yield* little, /come to .*, and 1 kB are allowed/, name)
        }
      }),
    60_000
  )
})
