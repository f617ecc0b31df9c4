import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { type ArchiveEntry, tar, tarGz, zip } from "../../test/archives.ts"
import { folderOf } from "../../test/pictures.ts"
import { Limits } from "../limits.ts"
import { meterOf, type Unpack } from "./archive.ts"
import { untar } from "./untar.ts"
import { unzip } from "./unzip.ts"

/** More than is unpacked at once. */
const large = Uint8Array.from({ length: (1 << 20) + 7 }, (_, i) => i >> 9)

const good: ReadonlyArray<ArchiveEntry> = [
  { name: "top/" },
  { name: "top/a.bin", bytes: "alpha" },
  { name: "top/in/b.txt", bytes: "beta".repeat(50_000) },
  { name: "c.txt", bytes: "" },
  { name: "top/large.bin", bytes: large }
]

const kinds = [
  ["tar.gz", tarGz, untar],
  ["tar", tar, untar],
  ["zip", zip, unzip]
] as const

describe.each(kinds)("an archive of kind %s", (_, pack, unpack) => {
  /** Unpacks these bytes into a folder; gives it, and what is in it and beside it. */
  const unpacked = (bytes: Uint8Array, options: Partial<Unpack> = {}) =>
    Effect.gen(function*() {
      const root = yield* folderOf({ x: bytes }), to = `${root}/to`
      mkdirSync(to)
      const error = yield* Effect.result(
        unpack({ archive: `${root}/x`, to, strip: "top", onProgress: () => {}, ...options })
      )
      const files = readdirSync(to, { recursive: true }).map(String).sort()
      return {
        root,
        to,
        files,
        outside: readdirSync(root).sort(),
        error: error._tag === "Failure" ? error.failure.message : ""
      }
    }).pipe(Effect.provide(NodeServices.layer))

  it.effect("is unpacked without its top", () =>
    Effect.gen(function*() {
      const { error, files, to } = yield* unpacked(pack(good))
      assert.deepStrictEqual([error, files], ["", ["a.bin", "c.txt", "in", "in/b.txt", "large.bin"]])
      assert.strictEqual(readFileSync(`${to}/a.bin`, "utf8"), "alpha")
      assert.deepStrictEqual(new Uint8Array(readFileSync(`${to}/large.bin`)), large)
      assert.strictEqual(readFileSync(`${to}/in/b.txt`, "utf8"), "beta".repeat(50_000))
    }).pipe(Effect.scoped))

  it.effect("says how far it is", () =>
    Effect.gen(function*() {
      const seen: Array<number> = []
      yield* unpacked(pack(good), { onProgress: (done, total) => void seen.push(done / total) })
      assert.deepStrictEqual([seen.at(-1), seen], [1, seen.toSorted((a, b) => a - b)])
    }).pipe(Effect.scoped))

  it.effect("does not write outside of its folder", () =>
    Effect.gen(function*() {
      for (const name of ["../evil", "top/../../evil", "/evil-marginalia", "C:\\evil", "top\\..\\..\\evil"]) {
        const { error, outside } = yield* unpacked(pack([{ name, bytes: "x" }, ...good]))
        assert.notStrictEqual(error, "", name)
        assert.deepStrictEqual([outside, existsSync("/evil-marginalia")], [["to", "x"], false])
      }
    }).pipe(Effect.scoped))

  it.effect("is refused where it holds a link, which may lead elsewhere", () =>
    Effect.gen(function*() {
      const linked = [{ name: "top/in", bytes: "../..", link: true }, { name: "top/in/evil", bytes: "x" }]
      const { error, files, outside } = yield* unpacked(pack(linked))
      assert.match(error, /its entry "top\/in" is neither a file nor a folder/)
      assert.deepStrictEqual([files, outside], [[], ["to", "x"]])
    }).pipe(Effect.scoped))

  it.effect("is refused where it promises more than is allowed", () =>
    Effect.gen(function*() {
      const bytes = pack([{ name: "a", bytes: new Uint8Array(3e5) }, { name: "b", bytes: new Uint8Array(3e5) }])
      const within = (limit: number) => unpacked(bytes).pipe(Effect.provideService(Limits, { unpacked: limit }))
      assert.match((yield* within(5e5)).error, /\/x: its .* come to 600 kB, and 500 kB are allowed .*UNPACKED=1.2MB$/)
      assert.deepStrictEqual((yield* within(6e5)).files, ["a", "b"])
    }).pipe(Effect.scoped))

  it.effect("is refused where its names are long or strange, in words that a terminal can show", () =>
    Effect.gen(function*() {
      const { error } = yield* unpacked(pack([{ name: `../\u001b[31m${"x".repeat(80)}`, bytes: "x" }]))
      assert.match(error, /31mx{30,80}(\.\.\.|\))/)
      assert.notInclude(error, "\u001b")
    }).pipe(Effect.scoped))

  it.effect("is refused where it is cut short, corrupt, or no archive", () =>
    Effect.gen(function*() {
      const whole = pack(good)
      const corrupt = whole.slice()
      corrupt.fill(0x55, whole.length >> 2, (whole.length >> 2) + 60)
      for (const bytes of [whole.subarray(0, whole.length >> 1), new TextEncoder().encode("<html>".repeat(200))]) {
        assert.match(
          (yield* unpacked(bytes)).error,
          /\/x: the archive is corrupt \(.*; remove it and download it again$/
        )
      }
      if (pack !== tar) assert.match((yield* unpacked(corrupt)).error, /corrupt/)
    }).pipe(Effect.scoped))

  it.effect("says where it cannot write", () =>
    Effect.gen(function*() {
      const { error } = yield* unpacked(pack(good), { to: "/dev/null/x" })
      assert.match(error, /^\/dev\/null\/x: cannot be written \(/)
    }).pipe(Effect.scoped))
})

describe("meterOf", () => {
  it("stops at too many entries, and at more bytes than were promised", () => {
    const meter = meterOf("x", { packed: 1, bytes: 10 }, 2)
    meter.entry()
    meter.entry()
    assert.throws(meter.entry, /^x: it has more than 2 entries/)
    meter.write(10)
    assert.throws(() => meter.write(1), /come to more than 10 B/)
    assert.throws(() => meter.promise(NaN), /come to/)
  })
})

describe("unzip", () => {
  it.effect("does not write more than an entry promises", () =>
    Effect.gen(function*() {
      for (const size of [1000, 3 << 20]) {
        const bytes = Buffer.from(zip([{ name: "a", bytes: new Uint8Array(size) }]))
        const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
        bytes.writeUInt32LE(7, 22)
        bytes.writeUInt32LE(7, at + 24)
        const root = yield* folderOf({ x: bytes })
        mkdirSync(`${root}/to`)
        const task = { archive: `${root}/x`, to: `${root}/to`, strip: undefined, onProgress: () => {} }
        assert.match((yield* Effect.flip(unzip(task))).message, /\/x: (the archive|its entry "a") is corrupt/)
      }
    }).pipe(Effect.scoped))

  it.effect.each(["alpha", large])("compares the entries' checksums", (contents) =>
    Effect.gen(function*() {
      const bytes = Buffer.from(zip([{ name: "a", bytes: contents }]))
      for (let at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 16, i = 0; i < 4; i++) bytes[at + i]! ^= 255
      const root = yield* folderOf({ x: bytes })
      mkdirSync(`${root}/to`)
      writeFileSync(`${root}/x`, bytes)
      const error = yield* Effect.flip(
        unzip({ archive: `${root}/x`, to: `${root}/to`, strip: undefined, onProgress: () => {} })
      )
      assert.match(error.message, /\/x: its entry "a" is corrupt; remove/)
    }).pipe(Effect.scoped))
})
