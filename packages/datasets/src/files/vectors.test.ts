import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { parquetWriteBuffer } from "hyparquet-writer"
import { readColumn } from "./column.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { readPool } from "./pool.ts"

const SECOND = 1_700_000_000
const seconds = [-1, 0, 1, 20, 21, 22].map((x) => SECOND + x)

/** An `.npy` file of one column. */
const npy = (descr: string, body: Float64Array | BigInt64Array): Uint8Array => {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${body.length}, 1), }`.padEnd(117) + "\n"
  const bytes = new Uint8Array(128 + body.byteLength)
  bytes.set([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0])
  bytes.set(Buffer.from(header), 10)
  bytes.set(new Uint8Array(body.buffer), 128)
  return bytes
}

const files: ReadonlyArray<readonly [name: string, contents: string | Uint8Array]> = [
  ["f8.npy", npy("<f8", Float64Array.from(seconds))],
  ["i8.npy", npy("<i8", BigInt64Array.from(seconds, BigInt))],
  ["t.csv", `t\n${seconds.join("\n")}\n`],
  ["t.jsonl", seconds.map((t) => `{"t":${t}}\n`).join("")],
  ["list.jsonl", seconds.map((t) => `{"v":[${t}]}\n`).join("")],
  ["t.parquet", new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "t", data: seconds, type: "DOUBLE" }] }))]
]

describe("vectors far from 0", () => {
  for (const [name, contents] of files) {
    it.effect(`are kept apart, and it is said: ${name}`, () =>
      inFolder((folder, write) =>
        Effect.gen(function*() {
          const path = yield* write(name, contents)
          const { matrix, notes } = yield* readPool(path, { offset: "keep" })
          assert.deepStrictEqual([...Matrix.whole(matrix).data], seconds)
          assert.match(
            notes.map(Message.toCode).join(),
            /far from 0 .* is subtracted before rounding to single precision/
          )
          const feature = yield* readColumn("feature", path, { rows: 6, ids: undefined })
          assert.deepStrictEqual(feature.value, matrix)
          assert.match(feature.notes.map(Message.toCode).join(), /subtracted/)
          // Networks and encoders would not know of it.
          assert.match(
            yield* messageOf(readPool(path), folder),
            /varies so little .*; subtract \d+ from it, in all files/
          )
        })
      ))
  }

  it.effect("keep the last digits of whole numbers beyond 2^53", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const first = 1_700_000_000_000_000_123n, times = [first, first + 1n, first + 9n]
        const column = [{ name: "t", data: times, type: "INT64" as const }]
        const parquet = yield* write("t.parquet", new Uint8Array(parquetWriteBuffer({ columnData: column })))
        const csv = yield* write("t.csv", `t\n${times.join("\n")}\n`)
        const array = yield* write("t.npy", npy("<i8", BigInt64Array.from(times)))
        for (const path of [parquet, csv, array]) {
          const { matrix: { data } } = yield* readPool(path, { offset: "keep" })
          assert.deepStrictEqual(Array.from(data, (x) => x - data[0]!), [0, 1, 9])
        }
      })
    ))

  it.effect("say how many become equal all the same, and refuse what vanishes", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const { matrix, notes } = yield* readPool(yield* write("a.csv", "x\n0\n1\n1.00000000001\n"))
        assert.isUndefined(matrix.offset)
        assert.match(
          notes.map(Message.toCode).join(),
          /^1 of 3 distinct rows become equal to others in single precision/
        )
        const tiny = yield* write("b.csv", "x\n1e-60\n2e-60\n")
        assert.match(yield* messageOf(readPool(tiny), folder), /2 distinct rows are too small for single precision/)
      })
    ))
})
