import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder, points, pool } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const sites = ["north", "south", "east"]

/** A number of a site looks like a feature; the strategy says that it is none. */
const table = (siteOf: (row: number) => string | number) => {
  const data = points()
  const rows = Array.from(
    { length: 30 },
    (_, row) => `item-${row},${siteOf(row)},${data[2 * row]},${data[2 * row + 1]}`
  )
  return ["id,site,x,y", ...rows, ""].join("\n")
}

const rowsOf = (stdout: string) => stdout.split("\n").map((id) => Number(id.replace("item-", "")))

const capped = ["-s", "at-most-per(site, 2, typiclust)", "-f", "ids"]

describe("groups on the command line", () => {
  it.effect("come from the pool's own table, and verify recomputes the picks", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      for (const siteOf of [(row: number) => sites[row >> 4]!, (row: number) => 900 + (row >> 4)]) {
        const manifest = join(path, `${siteOf(0)}.json`)
        const found = yield* cli(["select", put("pool.csv", table(siteOf)), ...capped, "-b", "4", "-m", manifest])
        assert.strictEqual(found.code, 0, found.stderr)
        const second = rowsOf(found.stdout).filter((row) => row >= 16).length
        assert.strictEqual(second, 2)
        assert.match(found.stderr, /site: 2 groups, by its column in .*pool\.csv/)
        const verified = yield* cli(["verify", manifest])
        assert.deepStrictEqual([verified.code, verified.stdout], [0, "confirmed: 4 picks"])
      }
    }))

  it.effect("come from a file beside the pool, by id or row", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, npy = put("pool.npy", pool())
      const file = put(
        "sites.csv",
        ["id,where", ...Array.from({ length: 30 }, (_, i) => `${29 - i},${sites[(29 - i) % 3]}`), ""].join("\n")
      )
      const asked = ["select", npy, "-s", "per-group(site, random)", "-b", "6", "-f", "ids"]
      const found = yield* cli([...asked, "-c", `site=${file}`])
      assert.strictEqual(found.code, 0, found.stderr)
      assert.deepStrictEqual(rowsOf(found.stdout).map((row) => row % 3).toSorted(), [0, 0, 1, 1, 2, 2])
      const without = yield* cli(asked)
      assert.strictEqual(without.code, 1)
      assert.match(without.stderr, /site/)
    }))

  it.effect("that cannot fill the batch are told", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const { code, stderr } = yield* cli([
        "select",
        put("pool.csv", table((row) => sites[row % 3]!)),
        ...capped,
        "-b",
        "7"
      ])
      assert.strictEqual(code, 1)
      assert.match(stderr, /3 groups of at most 2 fill 6 of 7 places; allow more per group, or ask for fewer items/)
    }))
})
