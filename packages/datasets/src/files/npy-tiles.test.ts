import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { piecesOf } from "@marginalia/core/Tiles"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { mkdirSync, readSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runs } from "../../../core/test/runs.ts"
import { type Kind, npy } from "../../test/npy.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { openTiles, tilesOf } from "./npy-tiles.ts"
import { readPool } from "./pool.ts"
import { readTiledPool } from "./tiled-pool.ts"

const numbers = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => ((i * 7919 + seed) % 41 - 20) / 4 + ((i + seed) % 3 === 0 ? 0.1 : 0))

describe("openTiles", () => {
  test.prop([
    fc.constantFrom<Kind>("f2", "f4", "f8", "i1", "u1"),
    fc.array(fc.constantFrom(1, 3, 255, 256, 257, 600), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(1, 4096, 8e6),
    fc.nat({ max: 100 })
  ], { numRuns: runs(40) })(
    "reads what is read into memory, file after file, tile after tile",
    (kind, heights, cols, tileBytes, seed) =>
      inFolder((folder) =>
        Effect.gen(function*() {
          const whole: Array<number> = []
          heights.forEach((rows, i) => {
            const part = numbers(rows * cols, seed + i).map((x) => kind === "u1" ? Math.abs(Math.round(x)) : x)
            whole.push(...part)
            writeFileSync(join(folder, `part-${i}.npy`), npy(kind, part, [rows, cols]))
          })
          const rows = heights.reduce((a, b) => a + b, 0)
          writeFileSync(join(folder, "whole.npy"), npy(kind, whole, [rows, cols]))
          const { matrix, sha256 } = yield* readPool(join(folder, "whole.npy"))
          for (const place of ["part-*.npy", "whole.npy"]) {
            const opened = yield* openTiles(join(folder, place), { tileBytes })
            const pool = yield* readTiledPool(opened, {}), tiles = pool.matrix
            assert.deepStrictEqual([opened.rows, opened.cols, opened.tile % 256], [rows, cols, 0])
            // What is not in single precision is converted, from bytes that one read has to itself.
            assert.strictEqual(tiles.together, kind === "f4" ? 2 : 1)
            const found = new Float32Array(rows * cols)
            for (let from = 0; from < rows; from += tiles.tile) {
              yield* tiles.read(from, found.subarray(from * cols, Math.min(rows, from + tiles.tile) * cols))
            }
            assert.deepStrictEqual(found, Float32Array.from(matrix.data))
            const isZero = (i: number) => found.subarray(i * cols, (i + 1) * cols).every((x) => x === 0)
            assert.strictEqual(tiles.zeroRows, Array.from({ length: rows }, (_, i) => i).filter(isZero).length)
            const positions = Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => (i * 7919 + seed) % 5 < 2)
            const some = new Float32Array(positions.length * cols)
            yield* tiles.some!(positions, some)
            assert.deepStrictEqual(
              [...some],
              [...positions].flatMap((i) => [...found.subarray(i * cols, (i + 1) * cols)])
            )
            const lengths = Array.from({ length: rows }, (_, i) =>
              Math.hypot(...found.subarray(i * cols, (i + 1) * cols)))
            assert.approximately(tiles.longest!, Math.max(...lengths), 1e-6)
            if (place === "whole.npy") {
              assert.strictEqual(pool.sha256, sha256)
            }
          }
        }).pipe(Effect.scoped)
      ).pipe(Effect.runPromise)
  )

  const refusals: ReadonlyArray<readonly [string, Uint8Array, RegExp]> = [
    ["a number that is none", npy("f4", [1, 2, NaN, 4], [2, 2]), /embedding holds NaN at row 1, column 0/],
    ["an infinity", npy("f2", [1, 2, 3, Infinity], [2, 2]), /holds Infinity at row 1, column 1/],
    ["numbers beyond single precision", npy("f8", [1, 1e300], [2, 1]), /row 1, column 0 holds 1e\+300/],
    ["columns that need an offset", npy("f8", [1.7e9, 1.7e9 + 0.5, 1.7e9 + 1], [3, 1]), /offset.*select in memory/],
    ["Fortran order", npy("f4", [1, 2, 3, 4], [2, 2], "True"), /Fortran order.*ascontiguousarray/],
    ["a list of numbers", npy("f4", [1, 2], [2]), /a pool is items × numbers/],
    ["a file cut short", npy("f4", [1, 2, 3, 4], [2, 2]).subarray(0, -1), /bytes/]
  ]
  it.effect.each(refusals)("refuses %s", ([, bytes, expected]) =>
    inFolder((folder) =>
      Effect.gen(function*() {
        writeFileSync(join(folder, "p.npy"), bytes)
        const read = Effect.flatMap(openTiles(join(folder, "p.npy")), (opened) => readTiledPool(opened, {}))
        assert.match(yield* messageOf(read, folder), expected)
      }).pipe(Effect.scoped)
    ))

  it.effect("takes a folder or a pattern in the order of names, and refuses where nothing is, and other widths", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        mkdirSync(join(folder, "pool"))
        const put = (name: string, cols: number) =>
          writeFileSync(join(folder, "pool", name), npy("f4", numbers(4, 0), [4 / cols, cols]))
        put("b.npy", 2)
        put("a.npy", 2)
        writeFileSync(join(folder, "pool", "notes.txt"), "")
        const names = (place: string) =>
          Effect.map(openTiles(join(folder, place)), ({ shards }) => shards.map(({ path }) => path.slice(-5)))
        assert.deepStrictEqual(yield* names("pool"), ["a.npy", "b.npy"])
        assert.deepStrictEqual(yield* names("pool/?.npy"), ["a.npy", "b.npy"])
        assert.deepStrictEqual(yield* names("pool/b*.npy"), ["b.npy"])
        assert.match(yield* messageOf(openTiles(join(folder, "pool/c*.npy")), folder), /no .npy file is there/)
        assert.match(yield* messageOf(openTiles(join(folder, "c.npy")), folder), /no such file/)
        assert.match(
          yield* messageOf(openTiles(join(folder, "pool/notes.txt")), folder),
          /no .npy file, of which alone.*encoder raw/s
        )
        put("c.npy", 4)
        assert.match(yield* messageOf(openTiles(join(folder, "pool")), folder), /its rows have 4 numbers/)
      }).pipe(Effect.scoped)
    ))

  it.effect("counts all that is read, of two reads at a time too", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const path = join(folder, "p.npy"), rows = 40_000
        writeFileSync(path, npy("f4", Array.from({ length: rows }, (_, i) => i), [rows, 1]))
        const opened = yield* openTiles(path, { tileBytes: 4096 }), tiles = tilesOf(opened, 0), before = opened.done()
        const starts = Array.from({ length: Math.ceil(rows / tiles.tile) }, (_, n) => n * tiles.tile)
        const read = (from: number) => tiles.read(from, new Float32Array(Math.min(tiles.tile, rows - from)))
        yield* Effect.forEach(starts, read, { concurrency: tiles.together! })
        assert.strictEqual(opened.done() - before, 4 * rows)
      }).pipe(Effect.scoped)
    ))

  it.effect("says where rows in single precision lie, counts what others read of them, and of a file that changes tells them so", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const heights = [3, 5], all = numbers(16, 0)
        heights.forEach((rows, i) =>
          writeFileSync(join(folder, `p${i}.npy`), npy("f4", all.slice(6 * i, 6 * i + 2 * rows), [rows, 2]))
        )
        // Of times that lie between two milliseconds, near the one and near the other.
        utimesSync(join(folder, "p0.npy"), 1.0004, 1.0004)
        utimesSync(join(folder, "p1.npy"), 1.0006, 1.0006)
        writeFileSync(join(folder, "half.npy"), npy("f2", [1, 2], [1, 2]))
        const opened = yield* openTiles(join(folder, "p*.npy")), tiles = tilesOf(opened, 0), pieces = piecesOf(tiles)!
        assert.deepStrictEqual(pieces.map(({ rows }) => rows), heights)
        const found = pieces.flatMap(({ file, rows, start }) => {
          const bytes = new Uint8Array(8 * rows)
          assert.strictEqual(readSync(file, bytes, 0, bytes.length, start), bytes.length)
          return [...new Float32Array(bytes.buffer)]
        })
        assert.deepStrictEqual(found, [...Float32Array.from(all)])
        const before = opened.done()
        for (const [i, { read }] of pieces.entries()) yield* read(100 * (i + 1))
        assert.strictEqual(opened.done() - before, 300)
        utimesSync(join(folder, "p1.npy"), 1.0007, 1.0007)
        yield* pieces[0]!.read(1)
        assert.match((yield* Effect.flip(pieces[1]!.read(1))).message, /p1\.npy: the file changed since it was opened/)
        // What is converted on its way does not lie in the file as it is; nor does part of a pool alone.
        assert.isUndefined(piecesOf(tilesOf(yield* openTiles(join(folder, "half.npy")), 0)))
        assert.isUndefined(piecesOf(tilesOf(yield* openTiles(folder), 0)))
      }).pipe(Effect.scoped)
    ))

  it.effect("opens no file of this process in place of that of another kind of file system", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const path = join(folder, "p.npy"), fs = yield* FileSystem.FileSystem
        writeFileSync(path, npy("f4", [1, 2], [2, 1]))
        writeFileSync(join(folder, "other.npy"), npy("f4", [3, 4, 5], [3, 1]))
        // A file system that has another file under this name.
        const other: FileSystem.FileSystem = {
          ...fs,
          open: (path, options) => fs.open(path.replace("p.npy", "other.npy"), options)
        }
        const opened = yield* Effect.provideService(openTiles(path), FileSystem.FileSystem, other)
        assert.deepStrictEqual([opened.rows, piecesOf(tilesOf(opened, 0))], [3, undefined])
      }).pipe(Effect.scoped)
    ))

  it.effect("reads rows that are near each other at once, and others each at its place", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const path = join(folder, "p.npy"), count = 600_000
        writeFileSync(path, npy("f4", Array.from({ length: count }, (_, i) => i), [count, 1]))
        const opened = yield* openTiles(path), tiles = tilesOf(opened, 0)
        const read = Effect.fnUntraced(function*(...positions: ReadonlyArray<number>) {
          const into = new Float32Array(positions.length), before = opened.done()
          yield* tiles.some!(Uint32Array.from(positions), into)
          assert.deepStrictEqual([...into], [...positions])
          return (opened.done() - before) / 4
        })
        assert.strictEqual(yield* read(0, 3, 9000, 9001, 599_999), 4 + 2 + 1)
        assert.strictEqual(yield* read(0, 4097), 4098)
        assert.strictEqual(yield* read(0, 4098), 2)
        // No more than 1 MiB is read at once, unless all of it is asked for.
        const many = Array.from({ length: 100 }, (_, i) => 4000 * i)
        assert.strictEqual(yield* read(...many), (65 * 4000 + 1) + (33 * 4000 + 1))
      }).pipe(Effect.scoped)
    ))

  it.effect("takes the ids beside the files, and refuses a file that changes", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const path = (name: string) => join(folder, name)
        writeFileSync(path("a.npy"), npy("f4", [1, 2], [2, 1]))
        writeFileSync(path("b.npy"), npy("f4", [3, 4], [2, 1]))
        writeFileSync(path("a.ids.csv"), "row,id\n0,x\n1,y\n")
        const pool = Effect.flatMap(openTiles(path("?.npy")), (opened) => readTiledPool(opened, {}))
        assert.match(yield* messageOf(pool, folder), /there are no ids beside it/)
        writeFileSync(path("b.ids.csv"), "row,id\n0,z\n1,x\n")
        assert.match(yield* messageOf(pool, folder), /"?x"?/)
        writeFileSync(path("b.ids.csv"), "row,id\n0,z\n1,w\n")
        assert.deepStrictEqual((yield* pool).ids, ["x", "y", "z", "w"])
        const tiles = tilesOf(yield* openTiles(path("a.npy")), 0)
        utimesSync(path("a.npy"), 1, 1)
        for (const late of [tiles.read(0, new Float32Array(2)), tiles.some!(Uint32Array.of(1), new Float32Array(1))]) {
          assert.match((yield* Effect.flip(late)).message, /changed since it was opened/)
        }
      }).pipe(Effect.scoped)
    ))
})
