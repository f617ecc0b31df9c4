import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Ten items on a line; the price of the first is 1, of the last 10. */
const table = ["id,price,x,y", ...Array.from({ length: 10 }, (_, i) => `i${i},${i + 1},${i},${i % 2}`), ""].join("\n")

const priceOf = (id: string): number => Number(id.slice(1)) + 1

const idsOf = (stdout: string): ReadonlyArray<string> => stdout.split("\n").filter((line) => line !== "")

const spent = (stdout: string): number => idsOf(stdout).reduce((sum, id) => sum + priceOf(id), 0)

describe("a budget in cost", () => {
  it.effect("is what a batch spends at most, by a column of the pool or of a file; verify goes by it", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, manifest = join(path, "m.json")
      const asked = ["--cost-column", "price", "--budget-cost", "12.5", "-s", "kcenter", "-b", "9", "-f", "ids"]
      const found = yield* cli(["select", put("pool.csv", table), ...asked, "-m", manifest])
      assert.strictEqual(found.code, 0, found.stderr)
      assert.isAtMost(spent(found.stdout), 12.5)
      assert.isAbove(idsOf(found.stdout).length, 0)
      assert.match(found.stderr, /price: labels cost 1 to 10 each/)
      assert.match(found.stderr, /of 12\.5 spent/)
      assert.deepStrictEqual(JSON.parse(readFileSync(manifest, "utf8")).spend, { column: "price", most: 12.5 })
      const count = idsOf(found.stdout).length
      assert.strictEqual((yield* cli(["verify", manifest])).stdout, `confirmed: ${count} picks`)
      writeFileSync(manifest, readFileSync(manifest, "utf8").replace("\"most\": 12.5", "\"most\": 30"))
      assert.notStrictEqual((yield* cli(["verify", manifest])).code, 0)
      const plain = put("plain.csv", table.replaceAll(/^([^,]*),[^,]*,/gm, "$1,"))
      const beside = yield* cli(["select", plain, ...asked, "-q", "-c", `price=${join(path, "pool.csv")}`])
      assert.strictEqual(beside.stdout, found.stdout, beside.stderr)
    }))

  it.effect("is refused without its column, or with costs that are none", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("pool.csv", table)
      const problem = (file: string, ...flags: ReadonlyArray<string>) =>
        Effect.map(cli(["select", file, "-s", "random", "-b", "2", ...flags]), ({ code, stderr }) => {
          assert.strictEqual(code, 1, stderr)
          return stderr
        })
      assert.include(yield* problem(pool, "--budget-cost", "5"), "--budget-cost is given without --cost-column")
      assert.include(yield* problem(pool, "--cost-column", "price"), "--cost-column is given without --budget-cost")
      assert.include(yield* problem(pool, "--cost-column", "prize", "--budget-cost", "5"), "prize")
      const both = ["--cost-column", "price", "--budget-cost"]
      assert.include(yield* problem(pool, ...both, "0.5"), "the cheapest item costs 1, and 0.5 may be spent")
      const blank = put("blank.csv", table.replace("i3,4,", "i3,,"))
      assert.include(yield* problem(blank, ...both, "5"), "the cost of item i3, in the column price, is empty")
    }))
})
