import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { npy } from "../../datasets/test/npy.ts"
import { parquet } from "../../datasets/test/parquet.ts"
import { cli } from "./cli.ts"

const rows = 700, cols = 3

const pool = (seed: number) =>
  npy("f4", Float32Array.from({ length: rows * cols }, (_, at) => (at * 2654435761 + seed) % 977), [rows, cols])

const labels = (...ids: ReadonlyArray<number>): string => `id,label\n${ids.map((id) => `${id},a\n`).join("")}`

const said = /note: k-center: distances to (\d+) labeled items? are those of an earlier round/

/** A folder with a pool, and selections from it. */
const setUp = Effect.gen(function*() {
  const { path: at } = yield* folder, path = (name: string) => join(at, name)
  writeFileSync(path("pool.npy"), pool(1))
  const select = Effect.fnUntraced(function*(text: string, ids: ReadonlyArray<number>, ...more: ReadonlyArray<string>) {
    writeFileSync(path("labels.csv"), labels(...ids))
    const args = [
      "select",
      path("pool.npy"),
      "-s",
      text,
      "-b",
      "5",
      "-l",
      path("labels.csv"),
      "--memory",
      "512MB",
      "-f",
      "csv"
    ]
    const { code, stderr, stdout } = yield* cli([...args, ...more])
    return { code, stdout, stderr, known: said.exec(stderr)?.[1] }
  })
  return { path, select, carry: ["--carry", path("carry")] }
})

describe("--carry", () => {
  for (const strategy of ["kcenter", "normalize | k-center", "mix(0.6: kcenter, 0.4: random)"]) {
    it.effect(`gives the picks of a selection without it, round after round: ${strategy}`, () =>
      Effect.gen(function*() {
        const { carry, select } = yield* setUp
        const known: Array<string | undefined> = []
        for (const ids of [[1], [1, 40, 41], [1, 40, 41, 300], [40, 41], [40, 41, 5]]) {
          const found = yield* select(strategy, ids, ...carry)
          assert.deepInclude(yield* select(strategy, ids), { code: 0, stdout: found.stdout, known: undefined })
          assert.notInclude(found.stderr, "nothing is kept")
          known.push(found.known)
        }
        assert.deepStrictEqual(known, [undefined, "1", "3", undefined, "2"])
      }))
  }

  it.effect("is of one pool: another's, and one that has changed, is not used", () =>
    Effect.gen(function*() {
      const { carry, path, select } = yield* setUp
      yield* select("kcenter", [1], ...carry)
      assert.strictEqual((yield* select("normalize | k-center", [1, 2], ...carry)).known, undefined)
      assert.strictEqual((yield* select("kcenter", [1, 2], ...carry)).known, "1")
      writeFileSync(path("pool.npy"), pool(2))
      assert.strictEqual((yield* select("kcenter", [1, 2, 3], ...carry)).known, undefined)
      assert.strictEqual((yield* select("kcenter", [1, 2, 3, 4], ...carry)).known, "3")
      assert.strictEqual(readdirSync(path("carry")).length, 3)
    }))

  it.effect(
    "is of the columns that make up the vectors, whatever takes the others out: groups, costs, conditions",
    () =>
      Effect.gen(function*() {
        const { path: at } = yield* folder,
          n = 240,
          column = (by: number) => (_: unknown, i: number) => 1 + (i * by) % 47
        const columns = ["a", "b", "x", "y"].map((name, c) => ({
          name,
          data: Array.from({ length: n }, column([7, 11, 13, 29][c]!)),
          type: "DOUBLE" as const
        }))
        writeFileSync(join(at, "g.parquet"), parquet(columns, { rowGroupSize: 100 }))
        writeFileSync(join(at, "l.csv"), labels(1, 2, 3))
        // The columns of conditions and groups are no part of the vector.
        const ways = [["-s", "kcenter", "--where", "a != \"none\""], ["-s", "at-most-per(b, 2, kcenter)"]]
        for (const way of ways) {
          const args = ["select", join(at, "g.parquet"), ...way, "-b", "5", "-l", join(at, "l.csv"), "-f", "csv"]
          const without = yield* cli(args)
          const found = yield* cli([...args, "--memory", "1GB", "--carry", join(at, "carry")])
          assert.deepStrictEqual([found.code, found.stdout], [0, without.stdout], way.join(" "))
          assert.notMatch(found.stderr, said)
        }
      }),
    60_000
  )

  it.effect("does without a file that is damaged, and writes it again", () =>
    Effect.gen(function*() {
      const { carry, path, select } = yield* setUp
      yield* select("kcenter", [1], ...carry)
      const file = path(join("carry", readdirSync(path("carry"))[0]!)), bytes = readFileSync(file)
      bytes[bytes.length - 100]! ^= 1
      writeFileSync(file, bytes)
      const found = yield* select("kcenter", [1, 2], ...carry)
      assert.deepStrictEqual([found.known, found.stdout], [undefined, (yield* select("kcenter", [1, 2])).stdout])
      assert.strictEqual((yield* select("kcenter", [1, 2, 3], ...carry)).known, "2")
    }))

  it.effect("leaves no folder where nothing is kept", () =>
    Effect.gen(function*() {
      const { carry, path, select } = yield* setUp
      const random = yield* select("random", [1], ...carry)
      assert.strictEqual(random.code, 0)
      assert.match(random.stderr, /note: nothing is kept in .*carry for the next round: that is done for k-center/)
      assert.strictEqual((yield* select("nobody", [1], ...carry)).code, 1)
      assert.isFalse(existsSync(path("carry")))
    }))

  it.effect("is refused where it is a file, an input, or the pool is with machines; nothing is written", () =>
    Effect.gen(function*() {
      const { path, select } = yield* setUp
      writeFileSync(path("file"), "mine")
      const file = yield* select("kcenter", [1], "--carry", path("file"))
      assert.deepInclude(file, { code: 2, stdout: "" })
      assert.match(file.stderr, /file: it is no folder; name a folder/)
      assert.strictEqual(readFileSync(path("file"), "utf8"), "mine")
      assert.match((yield* select("kcenter", [1], "--carry", path("pool.npy"))).stderr, /the pool/)
      const far = yield* cli([
        ..."select --shards postgres://nobody@127.0.0.1:1/none -s kcenter -b 1 --carry".split(" "),
        path("carry")
      ])
      assert.strictEqual(far.code, 1)
      assert.match(far.stderr, /--carry is for a pool in files/)
      assert.isFalse(existsSync(path("carry")))
    }))
})
