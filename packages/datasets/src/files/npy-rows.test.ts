import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { writeFileSync } from "node:fs"
import { runs } from "../../../core/test/runs.ts"
import { BlockHasher } from "./blocks.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { openNpyRows } from "./npy-rows.ts"
import { encodeNpy } from "./npy-write.ts"
import { parseNpy } from "./npy.ts"

const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i / 7)

const describing = (bytes: Uint8Array, rows: number, size: number, more: object = {}) =>
  JSON.stringify({
    marginaliaEmbedding: 1,
    encoder: { text: "raw", hash: "h" },
    l2: false,
    rows,
    ...new BlockHasher(size).update(bytes).finish(),
    ...more
  })

/** The file with other words in its header. */
const patched = (bytes: Uint8Array, ...words: ReadonlyArray<readonly [from: string, to: string]>) =>
  Uint8Array.from(
    Buffer.from(
      words.reduce((text, [from, to]) => text.replace(from, to), Buffer.from(bytes).toString("latin1")),
      "latin1"
    )
  )

const pools = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  cols: fc.integer({ min: 1, max: 5 }),
  size: fc.integer({ min: 1, max: 80 }),
  byte: fc.nat(),
  bit: fc.integer({ min: 1, max: 255 }),
  ends: fc.tuple(fc.nat(), fc.nat())
})

type Drawn = typeof pools extends fc.Arbitrary<infer A> ? A : never

/** Where the rows that are read lie, and the block of the byte that was changed. */
const cut = ({ byte, cols, ends, rows, size }: Drawn, bytes: Uint8Array) => {
  const [from, to] = ends.map((end) => end % (rows + 1)).toSorted((a, b) => a - b) as [number, number]
  const at = byte % bytes.length, offset = bytes.length - 4 * rows * cols
  const touched = (first: number, end: number) =>
    first < end && Math.floor(first / size) <= Math.floor(at / size) &&
    Math.floor(at / size) <= Math.floor((end - 1) / size)
  return {
    from,
    to,
    at,
    header: touched(0, offset),
    rows: touched(offset + 4 * cols * from, offset + 4 * cols * to)
  }
}

describe("openNpyRows", () => {
  it.effect("refuses a read where any one byte of a block that it touches was changed, and no other read", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const path = `${folder}/p.npy`
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(pools, async (drawn) => {
              const { bit, cols, rows, size } = drawn
              const bytes = encodeNpy(numbers(rows * cols), [rows, cols]),
                { at, from, to, ...touched } = cut(drawn, bytes)
              writeFileSync(`${folder}/p.json`, describing(bytes, rows, size))
              writeFileSync(path, bytes.with(at, bytes[at]! ^ bit))
              const outcome = await openNpyRows(path).pipe(
                Effect.mapError(({ message }) => ({ at: "opening", message })),
                Effect.flatMap(({ read }) =>
                  read(from, to).pipe(Effect.mapError(({ message }) => ({ at: "reading", message })))
                ),
                Effect.match({ onFailure: (error) => error, onSuccess: ({ data }) => ({ at: "nowhere", data }) }),
                Effect.provide(NodeServices.layer),
                Effect.runPromise
              )
              assert.strictEqual(outcome.at, touched.header ? "opening" : touched.rows ? "reading" : "nowhere")
              if ("data" in outcome) {
                assert.deepStrictEqual(outcome.data, numbers(rows * cols).slice(from * cols, to * cols))
              } else assert.match(outcome.message, /p\.npy: block \d+ \(bytes .* is not what was written/)
            }),
            { numRuns: runs(150) }
          )
        )
      })
    ))

  it.effect("gives the rows that the whole array has, of any shape and order of bytes, with ids", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const bytes = encodeNpy(numbers(24), [4, 2, 3])
        const path = yield* write("p.npy", bytes)
        yield* write("p.json", describing(bytes, 4, 16))
        yield* write("p.ids.csv", "row,id\n0,a\n1,b\n2,c\n3,d\n")
        const { descr, embedding, ids, read, shape } = yield* openNpyRows(path)
        assert.deepStrictEqual([descr, shape, ids, embedding?.text], ["<f4", [4, 2, 3], ["a", "b", "c", "d"], "raw"])
        const rows = yield* read(1, 3)
        assert.deepStrictEqual(rows, { descr, shape: [2, 2, 3], data: numbers(24).slice(6, 18) })
        const swapped = patched(bytes, ["<f4", ">i2"], ["4, 2", "8, 2"])
        const other = yield* (yield* openNpyRows(yield* write("q.npy", swapped))).read(3, 5)
        assert.deepStrictEqual(other.data, parseNpy(swapped).data.slice(18, 30))
      })
    ))

  it.effect("refuses rows that are not there, other companions, and arrays that have no rows in one place", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const bytes = encodeNpy(numbers(6), [3, 2])
        const path = yield* write("p.npy", bytes)
        const { read } = yield* openNpyRows(path)
        for (const [from, to] of [[0, 4], [2, 1], [-1, 2], [0.5, 2], [0, Number.NaN]] as const) {
          const error = yield* Effect.flip(read(from, to))
          assert.match(error.message, /p\.npy: the rows from .* are asked for, and it has 3; ask for whole numbers/)
        }
        assert.strictEqual((yield* read(3, 3)).data.length, 0)
        const refused = (about: string) => Effect.andThen(write("p.json", about), messageOf(openNpyRows(path), folder))
        const old = { bytes: undefined, blocks: undefined }
        assert.match(yield* refused(describing(bytes, 4, 9, old)), /^p\.npy: it has 3 rows, and p\.json describes 4/)
        assert.match(yield* refused(describing(bytes, 3, 9, { bytes: 9 })), /^p\.json: .* cannot be read/)
        yield* write("p.json", describing(bytes, 3, 9, { ids: "other" }))
        yield* write("p.ids.csv", "row,id\n0,a\n1,b\n2,c\n")
        assert.match(yield* messageOf(openNpyRows(path), folder), /^p\.ids\.csv: these are not the ids/)
        const fortran = yield* write("f.npy", patched(bytes, ["False,", "True, "]))
        assert.match(yield* messageOf(openNpyRows(fortran), folder), /Fortran order.*ascontiguousarray/)
        const single = yield* write("s.npy", encodeNpy(numbers(1), []))
        assert.match(yield* messageOf(openNpyRows(single), folder), /single number/)
        const short = yield* write("c.npy", bytes.slice(0, -1))
        assert.match(yield* messageOf(openNpyRows(short), folder), /cut short/)
      })
    ))
})
