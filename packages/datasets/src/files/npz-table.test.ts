import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { zip } from "../../test/archives.ts"
import { Limits } from "../limits.ts"
import { archives } from "./fixtures/archives.ts"
import { fromBase64 } from "./fixtures/numpy.ts"
import { encodeNpy } from "./npy-write.ts"
import { readNpzTable } from "./npz-table.ts"
import { rolesOf } from "./roles.ts"
import type { Table } from "./table.ts"

type Options = Parameters<typeof readNpzTable>[1]

const read = (bytes: Uint8Array, options: Options = {}) =>
  readNpzTable({ path: "p.npz", bytes: Uint8Array.from(bytes) }, { answers: true, ...options })

const rowsOf = ({ cols, data, offset, rows }: Table) =>
  Array.from(
    { length: rows },
    (_, row) => Array.from(data.subarray(row * cols, (row + 1) * cols), (x, col) => x + (offset?.[col] ?? 0))
  )

const npz = (arrays: { readonly [name: string]: Uint8Array }) =>
  zip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })))

const vector = (...values: ReadonlyArray<number>) => encodeNpy(Float64Array.from(values), [values.length])

const matrix = (rows: number, cols: number) =>
  encodeNpy(Float32Array.from({ length: rows * cols }, (_, i) => i), [rows, cols])

const problem = (bytes: Uint8Array, options: Options = {}) =>
  Effect.map(Effect.flip(read(bytes, options)), ({ message }) => message)

describe("readNpzTable", () => {
  it.effect.each(archives.npz)(
    "reads what numpy wrote: $name",
    ({ file, idColumn, ids, labels, rows, shape, splits }) =>
      Effect.gen(function*() {
        const table = yield* read(fromBase64(file), { idColumn })
        assert.deepStrictEqual(rowsOf(table), rows)
        assert.deepStrictEqual(table.ids, ids)
        assert.deepStrictEqual(table.labels, labels)
        assert.deepStrictEqual(table.splits, splits)
        assert.deepStrictEqual(table.layout?.sides as unknown, shape)
      })
  )

  it.effect("says what is no column of items, and takes it where it is named", () =>
    Effect.gen(function*() {
      const { file } = archives.npz.find(({ name }) => name === "more than items")!
      const notes = (yield* read(fromBase64(file))).notes.map(Message.toCode)
      assert.isTrue(
        notes.some((note) => /passed over: the array "meta".*Python objects/.test(note)),
        notes.join("\n")
      )
      assert.isTrue(
        notes.includes("no columns of items: \"mean\" (3), \"class_names\" (2), \"seed\" (one value), \"note\" (5)"),
        notes.join("\n")
      )
      assert.match(
        yield* problem(fromBase64(file), { labelColumn: "class_names" }),
        /"class_names" is 2, and the vectors are 5/
      )
      assert.match(yield* problem(fromBase64(file), { features: ["note"] }), /"note" holds text|holds "n"/)
      assert.match(yield* problem(fromBase64(file), { features: ["none"] }), /there is no column "none"/)
    }))

  it.effect("two arrays of vectors are told apart by --features", () =>
    Effect.gen(function*() {
      const bytes = npz({ x_train: matrix(3, 2), x_test: matrix(2, 2), y_train: vector(1, 0, 1) })
      assert.match(yield* problem(bytes), /features/)
      const table = yield* read(bytes, { features: ["x_train"], labelColumn: "y_train" })
      assert.deepStrictEqual([table.rows, table.labels], [3, ["1", "0", "1"]])
    }))

  it("a y beside vectors x is a label, beside a number x a coordinate", () => {
    assert.strictEqual(rolesOf(["X", "y"], new Set([0])).label, 1)
    assert.deepStrictEqual(rolesOf(["x", "y"], new Set()).features, [0, 1])
  })

  it.effect("refuses what is damaged, with the array's name", () =>
    Effect.gen(function*() {
      const good = npz({ x: matrix(3, 2) })
      assert.match(yield* problem(new TextEncoder().encode("PK\x03\x04 and no more")), /not a readable zip archive/)
      assert.match(yield* problem(good.subarray(0, good.length - 30)), /not a readable zip archive/)
      const flipped = Uint8Array.from(good)
      flipped[14] = flipped[14]! ^ 255
      const central = flipped.findIndex((_, i) =>
        Buffer.from(flipped.subarray(i, i + 4)).toString("latin1") === "PK\x01\x02"
      )
      flipped[central + 16] = flipped[central + 16]! ^ 255
      assert.match(yield* problem(flipped), /the checksum of its x\.npy is another/)
      assert.match(yield* problem(npz({ x: matrix(3, 2), id: vector(1, 2, NaN) })), /row 2, column "id"/)
      assert.match(yield* problem(npz({ x: matrix(3, 2).subarray(0, 140) })), /the array "x": .*cut short/)
      assert.match(yield* problem(zip([{ name: "a.txt", bytes: "x" }])), /there is no array in it/)
      assert.match(yield* problem(npz({ n: encodeNpy(Float64Array.of(1), []) })), /it holds no array of items/)
    }))

  it.effect("unpacks no more than is allowed, however little is stored", () =>
    Effect.gen(function*() {
      const bytes = npz({ x: encodeNpy(new Float32Array(4000), [2000, 2]) })
      assert.isBelow(bytes.length, 2000)
      assert.strictEqual((yield* read(bytes)).rows, 2000)
      const little = Effect.provideService(problem(bytes), Limits, { unpacked: 10_000 })
      assert.match(yield* little, /come to 16\S* kB, and 10 kB are allowed/)
    }))

  test.prop([
    fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 20
    }),
    fc.infiniteStream(fc.nat(5))
  ])("reads what was written", async (rows, stream) => {
    const labels = rows.map(() => Number(stream.next().value))
    const bytes = npz({
      embedding: encodeNpy(Float32Array.from(rows.flat()), [rows.length, 2]),
      id: encodeNpy(BigInt64Array.from(rows, (_, i) => BigInt(i * 3)), [rows.length]),
      label: vector(...labels)
    })
    const table = await Effect.runPromise(read(bytes, { precision: "double" }))
    assert.deepStrictEqual(rowsOf(table).flat().map((x) => x + 0), rows.flat().map((x) => x + 0))
    assert.deepStrictEqual(table.ids, rows.map((_, i) => String(i * 3)))
    assert.deepStrictEqual(table.labels, labels.map(String))
  })
})
