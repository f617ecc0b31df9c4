import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { parquet, parquetLists } from "../../test/parquet.ts"
import { Limits } from "../limits.ts"
import { openParquet } from "./file.ts"

const rows = Array.from({ length: 12 }, (_, i) => i)
const lists = parquetLists(rows.map((i) => `item-${i}`), rows.map((i) => [i, i / 2]))
const numbers = parquet([{ name: "x", data: rows, type: "DOUBLE" }, { name: "y", data: rows, type: "INT32" }], {
  rowGroupSize: 5
})

const all = (bytes: Uint8Array<ArrayBuffer>) =>
  Effect.scoped(Effect.gen(function*() {
    const { columns, ranges, read } = yield* openParquet({ bytes: bytes.slice() })
    const places = columns.map((_, place) => place)
    return { columns, ranges, groups: yield* Effect.forEach(ranges, (range) => read(range, places)) }
  }))

const refused = (bytes: Uint8Array<ArrayBuffer>) => Effect.map(Effect.flip(all(bytes)), ({ problem }) => problem)

describe("openParquet", () => {
  it.live("reads row group after row group, lists as arrays of numbers", () =>
    Effect.gen(function*() {
      const found = yield* all(lists)
      assert.deepStrictEqual(found.columns, [{ name: "id", isList: false }, { name: "v", isList: true }])
      const [[ids, vectors]] = found.groups as [[ArrayLike<unknown>, ArrayLike<unknown>]]
      assert.deepStrictEqual([ids[11], vectors[3]], ["item-11", Float64Array.of(3, 1.5)])
      const { groups, ranges } = yield* all(numbers)
      assert.deepStrictEqual(ranges.map(({ rowEnd }) => rowEnd), [5, 10, 12])
      assert.deepStrictEqual(groups[2], [Float64Array.of(10, 11), Float64Array.of(10, 11)])
    }))

  it.live("reads classes by their names, and files as bytes, a piece at a time", () =>
    Effect.scoped(Effect.gen(function*() {
      const metadata = { info: { features: { label: { _type: "ClassLabel", names: ["cat", "dog"] } } } }
      const data = [Uint8Array.of(255, 1), Uint8Array.of(2), null, Uint8Array.of(3)]
      const bytes = parquet([{ name: "label", data: [1, 0, -1, 1], type: "INT32" }, {
        name: "file",
        data,
        type: "BYTE_ARRAY"
      }], {
        kvMetadata: [{ key: "huggingface", value: JSON.stringify(metadata) }],
        rowGroupSize: 3
      })
      const { columns, pieces, ranges, read, readFiles } = yield* openParquet({ bytes })
      assert.deepStrictEqual(columns, [
        { name: "label", isList: false, isClasses: true },
        { name: "file", isList: false, holds: "bytes" }
      ])
      assert.deepStrictEqual((yield* read(ranges[0]!, [0]))[0], ["dog", "cat", null])
      const files = yield* Effect.forEach(pieces, (piece) => readFiles(piece, 1))
      assert.deepStrictEqual(files.flat().map((file) => [...file.bytes]), [[255, 1], [2], [], [3]])
      const part = { range: { rowStart: 1, rowEnd: 2 }, within: ranges[0]! }
      assert.deepStrictEqual((yield* readFiles(part, 1)).map((file) => [...file.bytes]), [[2]])
    })))

  it.live("takes the bytes, and reads many files with one thread", () =>
    Effect.gen(function*() {
      const bytes = numbers.slice()
      yield* Effect.scoped(openParquet({ bytes }))
      assert.strictEqual(bytes.length, 0)
      const found = yield* Effect.forEach([numbers, lists, numbers], all, { concurrency: 3 })
      assert.deepStrictEqual(found.map(({ ranges }) => ranges.length), [3, 1, 3])
    }))

  it.live("comes back, whatever byte is wrong", () =>
    Effect.gen(function*() {
      let right = 0
      for (let at = 0; at < lists.length; at += 26) {
        const wrong = lists.slice().fill(0, at, at + 7)
        const result = yield* Effect.result(Effect.provideService(all(wrong), Limits, { patience: 100 }))
        right += result._tag === "Success" ? 1 : 0
      }
      assert.isBelow(right, lists.length / 26)
    }))

  it.live("ends a decoder that does not come back", () =>
    Effect.gen(function*() {
      const wrong = lists.slice().fill(0, 104, 111)
      const problem = yield* Effect.provideService(refused(wrong), Limits, { patience: 100 })
      assert.match(problem, /^decoding it (came to no end|takes more memory than it says)$/)
      assert.strictEqual((yield* all(lists)).ranges.length, 1)
    }))

  it.live("ends with its fiber", () =>
    Effect.gen(function*() {
      const wrong = lists.slice().fill(0, 104, 111)
      assert.isTrue((yield* Effect.timeoutOption(all(wrong), 300))._tag === "None")
      assert.strictEqual((yield* all(lists)).ranges.length, 1)
    }))

  it.live("says what is no parquet file, or damaged, and what is not there", () =>
    Effect.gen(function*() {
      assert.match(yield* refused(new Uint8Array(100)), /footer != PAR1/)
      assert.match(yield* refused(lists.slice(200)), /./)
      assert.match(yield* refused(lists.slice().fill(0, 4, 12)), /page/)
      const { reason } = yield* Effect.flip(Effect.scoped(openParquet({ path: "nowhere.parquet" })))
      assert.deepInclude(reason, { _tag: "System", code: "ENOENT" })
    }))

  it.live("refuses what comes to more than is allowed before it is decoded, and has room for what is large", () =>
    Effect.gen(function*() {
      const constant = parquet([{ name: "x", data: Array.from({ length: 2e5 }, () => 7), type: "DOUBLE" }])
      const less = yield* Effect.flip(Effect.provideService(all(constant), Limits, { unpacked: 1e6 }))
      assert.match(less.problem, /come to 1.6 MB, and 1 MB are allowed .*MARGINALIA_MAX_UNPACKED=3.2MB/)
      assert.deepInclude(less.reason, { _tag: "TooLarge", promised: 1.6e6 })
      assert.strictEqual((yield* all(constant)).ranges.at(-1)!.rowEnd, 2e5)
      // So large that it takes a thread of its own.
      const column = {
        name: "x",
        data: new Float64Array(4_200_000),
        type: "DOUBLE" as const,
        encoding: "PLAIN" as const
      }
      const large = yield* all(parquet([column], { codec: "UNCOMPRESSED" }))
      assert.strictEqual(large.ranges.at(-1)!.rowEnd, 4_200_000)
    }))
})
