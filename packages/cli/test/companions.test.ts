import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

describe("what lies beside an array", () => {
  it.live("ids that were exchanged since are refused, in the pass that reads them", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "e.npy")
      const made = yield* cli(["embed", put("pool.csv", poolCsv()), "-e", "raw", "--cache", "none", "-o", out])
      assert.strictEqual(made.code, 0, made.stderr)
      const select = cli(["select", out, "-s", "random", "-b", "3", "-f", "ids"])
      const before = yield* select
      assert.strictEqual(before.code, 0, before.stderr)
      const ids = readFileSync(join(path, "e.ids.csv"), "utf8")
      put("e.ids.csv", ids.replace("0,item-0\n1,item-1\n", "0,item-1\n1,item-0\n"))
      const wrong = yield* select
      assert.strictEqual(wrong.code, 1)
      assert.match(wrong.stderr, /e\.ids\.csv: these are not the ids that were written with \S*e\.npy/)
      put("e.ids.csv", ids)
      assert.strictEqual((yield* select).stdout, before.stdout)
      put("e.ids.csv", ids.replace("item-0", "renamed"))
      rmSync(join(path, "e.json"))
      assert.strictEqual((yield* select).code, 0)
    }), 60_000)
})
