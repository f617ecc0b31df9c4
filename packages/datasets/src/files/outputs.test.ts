import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { linkSync, mkdirSync, readdirSync, symlinkSync } from "node:fs"
import { join, relative } from "node:path"
import { folder } from "../../test/files.ts"
import { checkOutputs, checkPlaces, poolFiles, type Target } from "./outputs.ts"

const problemOf = (outputs: ReadonlyArray<Target>, path: string) =>
  Effect.map(Effect.flip(checkOutputs(outputs, poolFiles("the pool", path))), ({ message }) => message)

describe("checkOutputs", () => {
  it.effect("refuses the input itself, by whatever path", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("pool.npy", "x")
      symlinkSync(pool, join(path, "link.npy"))
      symlinkSync(path, join(path, "folder"))
      linkSync(pool, join(path, "hard.npy"))
      const names = [pool, `${path}/./x/../pool.npy`, `${path}/link.npy`, `${path}/folder/pool.npy`, `${path}/hard.npy`]
      for (const name of [...names, relative(process.cwd(), pool)]) {
        assert.include(
          yield* problemOf([{ what: "--out", path: name }], pool),
          `--out ${name} would replace the pool (${pool})`
        )
      }
    }))

  it.effect("refuses what is read beside a pool", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("pool.npy", "x")
      for (const name of ["pool.ids.csv", "pool.json"]) {
        const beside = put(name, "x")
        assert.include(yield* problemOf([{ what: "--out", path: beside }], pool), `would replace the`)
      }
      assert.isUndefined(
        yield* checkOutputs([{ what: "--out", path: join(path, "other.npy") }], poolFiles("p", pool))
      )
    }))

  it.effect("refuses a folder that holds an input, and what is there in a folder that is read", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("pool.npy", "x")
      assert.include(yield* problemOf([{ what: "--out", path, folder: true }], pool), "lies in it")
      const inputs = [{ what: "the items", path }]
      const there = yield* Effect.flip(checkOutputs([{ what: "--out", path: pool }], inputs))
      assert.include(there.message, "is there already and lies in the items")
      assert.isUndefined(yield* checkOutputs([{ what: "--out", path: join(path, "new.npy") }], inputs))
    }))

  it.effect("refuses an output in another output's place", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      mkdirSync(join(path, "a"))
      symlinkSync(join(path, "a"), join(path, "b"))
      const [x, y] = [join(path, "a", "x"), join(path, "b", "x")]
      const same = yield* Effect.flip(checkOutputs([{ what: "--out", path: x }, { what: "--manifest", path: y }], []))
      assert.strictEqual(same.message, `--out and --manifest name the same file (${y}); name two`)
      const inside: ReadonlyArray<Target> = [{ what: "--out", path: y }, {
        what: "--save",
        path: join(path, "a"),
        folder: true
      }]
      assert.include((yield* Effect.flip(checkOutputs(inside, []))).message, "which is replaced whole")
      assert.include((yield* Effect.flip(checkOutputs(inside.toReversed(), []))).message, "which is replaced whole")
    }))

  it.effect("takes names of nothing, the standard input, and devices", () =>
    Effect.gen(function*() {
      const inputs = [{ what: "the pool", path: "-" }, { what: "the items", path: "/dev/null" }]
      yield* checkOutputs([{ what: "--out", path: "-" }, { what: "--manifest", path: "/dev/null" }], inputs)
    }))
})

describe("checkPlaces", () => {
  it.effect("refuses a link that leads to itself, by its name, and leaves nothing in the folder of a file that can be made", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, loop = join(path, "e.npy"), free = join(path, "free.npy")
      symlinkSync("e.npy", loop)
      const problem = yield* Effect.flip(checkPlaces([{ what: "--out", path: loop }]))
      assert.deepInclude(problem, { _tag: "FileProblem", path: loop, reason: "Kind" })
      yield* checkPlaces([{ what: "--out", path: free }])
      assert.deepStrictEqual(readdirSync(path), ["e.npy"])
    }))
})
