import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { begin, read, seal, write } from "./rows-file.ts"

const part = (rows: number, from: number) => ({
  data: Float32Array.from({ length: rows * 3 }, (_, i) => from * 3 + i),
  rows,
  cols: 3
})

layer(NodeServices.layer)("a file of rows", (it) => {
  it.effect("grows batch by batch, says how far it is, and is read only when it is sealed", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, path = `${yield* fs.makeTempDirectoryScoped()}/rows`
      assert.deepStrictEqual(yield* begin(path, 5, 2), { reused: 0, width: undefined })
      const file = yield* fs.open(path, { flag: "r+" })
      yield* write(file, 5, part(2, 0), 0)
      yield* write(file, 5, part(2, 2), 2)
      assert.deepStrictEqual(yield* begin(path, 5, 2), { reused: 4, width: 3 })
      assert.deepStrictEqual(yield* begin(path, 5, 3), { reused: 3, width: 3 })
      yield* write(file, 5, part(1, 4), 4)
      assert.strictEqual(yield* read(path, 5), undefined)
      assert.deepStrictEqual(yield* begin(path, 5, 2), { reused: 5, width: 3 })
      yield* seal(file, 5)
      assert.deepStrictEqual(yield* read(path, 5), part(5, 0))
      assert.strictEqual(yield* read(path, 4), undefined)
      assert.deepStrictEqual(yield* begin(path, 5, 2), { reused: 0, width: undefined })
    }))

  it.effect("starts anew over a file of other rows, or a longer one", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, path = `${yield* fs.makeTempDirectoryScoped()}/rows`
      yield* begin(path, 2, 2)
      const file = yield* fs.open(path, { flag: "r+" })
      yield* write(file, 2, part(2, 0), 0)
      yield* fs.writeFile(`${path}-longer`, new Uint8Array([...yield* fs.readFile(path), ...new Uint8Array(99)]))
      assert.deepStrictEqual(yield* begin(`${path}-longer`, 2, 2), { reused: 0, width: undefined })
      assert.deepStrictEqual(yield* begin(path, 3, 2), { reused: 0, width: undefined })
      assert.strictEqual(Number((yield* fs.stat(path)).size), 0)
    }))
})
