import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { systemError } from "effect/PlatformError"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { writeAtomically, writeTogether } from "./write.ts"

const full = systemError({ _tag: "Unknown", module: "FileSystem", method: "writeAll", cause: { code: "ENOSPC" } })

/** The real file system, with some of an opened file's methods replaced. */
const withFile = (replaced: Partial<FileSystem.File>) =>
  Effect.map(FileSystem.FileSystem, (fs): FileSystem.FileSystem => ({
    ...fs,
    open: (path, options) =>
      fs.open(path, options).pipe(
        Effect.map((file) => Object.create(file, Object.getOwnPropertyDescriptors(replaced)) as FileSystem.File)
      )
  }))

describe("writeAtomically", () => {
  it.effect("writes a new file and replaces an old one, keeping its permissions", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = `${folder}/out.json`
        yield* writeAtomically(path, "one")
        assert.strictEqual(yield* fs.readFileString(path), "one")
        yield* fs.chmod(path, 0o666)
        yield* writeAtomically(path, Uint8Array.of(0xC3, 0xBC))
        assert.strictEqual(yield* fs.readFileString(path), "ü")
        assert.strictEqual((yield* fs.stat(path)).mode & 0o777, 0o666)
        assert.deepStrictEqual(yield* fs.readDirectory(folder), ["out.json"])
      })
    ))

  it.effect("follows a link", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        yield* fs.symlink(yield* write("real", "old"), `${folder}/link`)
        yield* writeAtomically(`${folder}/link`, "new")
        assert.strictEqual(yield* fs.readFileString(`${folder}/real`), "new")
        assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), ["link", "real"])
      })
    ))

  it.effect("leaves the old file and no other when the disk is full", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* write("out", "old")
        for (const broken of [{ writeAll: () => Effect.fail(full) }, { sync: Effect.fail(full) }]) {
          const attempt = writeAtomically(path, "new").pipe(
            Effect.provideServiceEffect(FileSystem.FileSystem, withFile(broken))
          )
          assert.strictEqual(
            yield* messageOf(attempt, folder),
            "out: no space is left on the disk; free some, or name a file on another disk"
          )
          assert.strictEqual(yield* fs.readFileString(path), "old")
          assert.deepStrictEqual(yield* fs.readDirectory(folder), ["out"])
        }
      })
    ))

  it.live("leaves the old file and no other when it is interrupted", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* write("out", "old")
        const fiber = yield* writeAtomically(path, "new").pipe(
          Effect.provideServiceEffect(FileSystem.FileSystem, withFile({ sync: Effect.never })),
          Effect.forkChild
        )
        while ((yield* fs.readDirectory(folder)).length < 2) yield* Effect.sleep(1)
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(yield* fs.readFileString(path), "old")
        assert.deepStrictEqual(yield* fs.readDirectory(folder), ["out"])
      })
    ))

  // On a file system that has nothing else: a mistake here must not replace a real device.
  it.effect("writes to a device directly", () =>
    Effect.gen(function*() {
      const written: Array<unknown> = []
      const device = FileSystem.layerNoop({
        realPath: Effect.succeed,
        stat: () => Effect.succeed({ type: "CharacterDevice" } as FileSystem.File.Info),
        writeFile: (path, bytes) => Effect.sync(() => void written.push(path, ...bytes))
      })
      yield* writeAtomically("/dev/none", "ab").pipe(Effect.provide(device), Effect.provide(Path.layer))
      assert.deepStrictEqual(written, ["/dev/none", 97, 98])
    }))

  it.effect("says what is in the way", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        assert.strictEqual(
          (yield* writeAtomically(folder, "x").pipe(Effect.flip)).message,
          `${folder}: this is a folder; name a file in it`
        )
        assert.strictEqual(
          yield* messageOf(writeAtomically(`${folder}/no/out`, "x"), folder),
          "no/out: no such file or folder; check the path"
        )
      })
    ))

  it.effect("writes several files or none of them", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const [first, last] = [yield* write("a", "old"), `${folder}/b`]
        const outputs = (end: string) => [{ path: first, contents: "new" }, { path: end, contents: "more" }]
        assert.match((yield* Effect.flip(writeTogether(outputs(`${folder}/no/b`)))).message, /no\/b: no such file/)
        assert.match((yield* Effect.flip(writeTogether(outputs(folder)))).message, /this is a folder/)
        yield* Effect.flip(writeTogether(outputs(last), Effect.fail("not now")))
        assert.strictEqual(yield* fs.readFileString(first), "old")
        assert.deepStrictEqual(yield* fs.readDirectory(folder), ["a"])
        yield* writeTogether(outputs(last))
        assert.deepStrictEqual([yield* fs.readFileString(first), yield* fs.readFileString(last)], ["new", "more"])
        assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), ["a", "b"])
      })
    ))
})
