import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { appendFileSync, utimesSync, writeFileSync } from "node:fs"
import { BlockHasher } from "./blocks.ts"
import type { Description } from "./embedding-about.ts"
import { openParts } from "./file-parts.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"

const bytes = Uint8Array.from({ length: 25 }, (_, i) => i)
/** On, beside and between the ends of blocks of ten bytes. */
const ends = [0, 1, 9, 10, 11, 15, 19, 20, 21, 24, 25]
const place = { offset: 5, width: 4, rows: 5 }

const describing = (folder: string, more: Partial<Description> = {}): Description => ({
  path: `${folder}/p.json`,
  about: { text: "raw", hash: "h", l2: false },
  rows: 5,
  ...new BlockHasher(10).update(bytes).finish(),
  ...more
})

describe("openParts", () => {
  it.effect("gives the bytes between two positions, across blocks and at the ends", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", bytes)
        for (const about of [undefined, describing(folder)]) {
          const { part, size } = yield* openParts(path, about)
          assert.strictEqual(size, 25)
          for (const from of ends) {
            for (const to of ends.filter((to) => to >= from)) {
              assert.deepStrictEqual(yield* part(from, to, place), bytes.slice(from, to))
            }
          }
        }
      })
    ))

  it.effect("says which block is other, where it lies and which rows are in it", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", bytes.with(12, 99))
        const { part } = yield* openParts(path, describing(folder))
        const error = yield* Effect.flip(part(14, 22, place))
        assert.deepInclude(error, { _tag: "InvalidInput", path, row: 1, exitCode: 1 })
        assert.match(
          error.message.replaceAll(`${folder}/`, ""),
          /^p\.npy: block 1 \(bytes 10 to 19, rows 1 to 3\) is not what was written, as p\.json describes it \(sha256 .{12}…, not .{12}…\); copy the two files again, embed again, or/
        )
        assert.deepStrictEqual([...(yield* part(2, 9, place)), ...(yield* part(20, 25, place))], [
          ...bytes.slice(2, 9),
          ...bytes.slice(20)
        ])
      })
    ))

  it.effect("refuses a file that changes while it is read from, even one of the same bytes, and one of another size", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", bytes)
        for (const change of [() => utimesSync(path, 1, 1), () => appendFileSync(path, "x")]) {
          writeFileSync(path, bytes)
          const { part } = yield* openParts(path, describing(folder))
          change()
          const error = yield* Effect.flip(part(0, 3, undefined))
          assert.strictEqual(error._tag, "FileProblem")
          assert.match(error.message, /changed since it was opened/)
        }
        assert.match(
          yield* messageOf(openParts(path, describing(folder)), folder),
          /^p\.json: this describes another array than p\.npy \(of 25 bytes, not 26\)/
        )
      })
    ))

  it.effect("hashes all of an array that is newer than a description without blocks, and no other", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", bytes.with(3, 99))
        const json = yield* write("p.json", "{}")
        const old = describing(folder, { blocks: undefined, bytes: undefined })
        utimesSync(path, 10, 10)
        utimesSync(json, 10, 10)
        assert.strictEqual((yield* openParts(path, old)).size, 25)
        utimesSync(json, 9, 9)
        assert.match(yield* messageOf(openParts(path, old), folder), /^p\.json: this describes another array .*sha256/)
        writeFileSync(path, bytes)
        assert.strictEqual((yield* openParts(path, old)).size, 25)
      })
    ))

  it.effect("refuses a part that does not fit into memory, with blocks or without", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const path = yield* write("p.npy", bytes)
        for (const about of [undefined, describing(folder)]) {
          const { part } = yield* openParts(path, about)
          const error = yield* Effect.flip(part(0, 2 ** 52, undefined))
          assert.deepStrictEqual([error._tag, error.path], ["FileProblem", path])
          assert.match(error.message, /the 4503599627370496 bytes that are asked for do not fit .*; ask for fewer rows/)
        }
      })
    ))

  it.effect("refuses a folder, and what is missing", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        assert.match(yield* messageOf(openParts(folder, undefined), folder), /this is a folder/)
        assert.match(yield* messageOf(openParts(`${folder}/no.npy`, undefined), folder), /no such file/)
      })
    ))
})
