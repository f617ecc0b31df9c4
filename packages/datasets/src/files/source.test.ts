import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { systemError } from "effect/PlatformError"
import { createHash } from "node:crypto"
import { inFolder, messageOf, stdin } from "./fixtures/temporary.ts"
import { readSource } from "./source.ts"

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

describe("readSource", () => {
  it.effect("reads a file of several pieces and its hash", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const bytes = Uint8Array.from({ length: 9_000_001 }, (_, i) => i * 31 >> 3)
        const path = yield* write("big", bytes)
        const source = yield* readSource(path)
        assert.isTrue(Buffer.from(source.bytes).equals(bytes))
        assert.deepStrictEqual([source.path, source.sha256], [path, sha256(bytes)])
        assert.strictEqual(source.bytes.buffer.byteLength, bytes.length)
      })
    ))

  it.effect("reads an empty file and the standard input", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* readSource(yield* write("empty", ""))).bytes.length, 0)
        const text = "id,x\nabc,1\n"
        const source = yield* readSource("-").pipe(Effect.provide(stdin(text)))
        assert.strictEqual(new TextDecoder().decode(source.bytes), text)
        assert.deepStrictEqual([source.path, source.sha256], ["stdin", sha256(Buffer.from(text))])
      })
    ))

  it.effect("says what is wrong with a missing file and a folder", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const missing = yield* readSource(`${folder}/pool.npy`).pipe(Effect.flip)
        assert.deepStrictEqual([missing._tag, missing.exitCode], ["FileProblem", 2])
        assert.strictEqual(
          yield* messageOf(readSource(`${folder}/pool.npy`), folder),
          "pool.npy: no such file or folder; check the path"
        )
        assert.strictEqual(
          (yield* readSource(folder).pipe(Effect.flip)).message,
          `${folder}: this is a folder; name a file in it`
        )
      })
    ))

  const info = (size: number, type = "File") =>
    Effect.succeed({ type, size: BigInt(size) } as unknown as FileSystem.File.Info)
  const withFile = (stat: ReturnType<typeof info>, rest: Partial<FileSystem.FileSystem>) =>
    readSource("pool.npy").pipe(
      Effect.provide(FileSystem.layerNoop({ stat: () => stat, ...rest })),
      Effect.provide(stdin(""))
    )

  it.effect("reads what is not a regular file, a pipe, to its end", () =>
    Effect.gen(function*() {
      const source = yield* withFile(info(0, "FIFO"), { readFile: () => Effect.succeed(Uint8Array.of(1, 2, 3)) })
      assert.deepStrictEqual(source.bytes, Uint8Array.of(1, 2, 3))
    }))

  it.effect("says that a file may not be read", () =>
    Effect.gen(function*() {
      const denied = systemError({ _tag: "PermissionDenied", module: "FileSystem", method: "open" })
      const error = yield* withFile(info(8), { open: () => Effect.fail(denied) }).pipe(Effect.flip)
      assert.strictEqual(
        error.message,
        "pool.npy: permission denied; change the file's permissions, or name another file"
      )
    }))

  it.effect("says that a file shrank, or does not fit", () =>
    Effect.gen(function*() {
      const file = (size: number) => ({ stat: info(size), read: () => Effect.succeed(0) }) as unknown as FileSystem.File
      const opened = (size: number) =>
        withFile(info(size), { open: () => Effect.succeed(file(size)) }).pipe(Effect.flip, Effect.map((e) => e.message))
      assert.strictEqual(
        yield* opened(8),
        "pool.npy: the file shrank from 8 to 0 bytes while it was read; wait until it is written and try again"
      )
      assert.match(
        yield* opened(2 ** 52),
        /pool\.npy: its 4503599627370496 bytes do not fit into memory; use a machine/
      )
    }))
})
