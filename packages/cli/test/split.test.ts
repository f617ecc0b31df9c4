import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, pool as poolNpy, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const parts = ["train", "test", "val"]

/** The pool with a column that says what each row is for. */
const withSplit = poolCsv().trimEnd().split("\n").map((line, i) => `${line},${i === 0 ? "split" : parts[i % 3]}\n`)
  .join("")

describe("a pool with a column split", () => {
  it.live("select, verify and train take the rows of --split, all of them without it", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, manifest = join(path, "m.json")
      const pool = put("pool.csv", withSplit)
      const labels = put(
        "l.csv",
        ["id,label", ...Array.from({ length: 30 }, (_, i) => `item-${i},${"ab"[i % 2]!}`)].join("\n")
      )
      const select = (...more: ReadonlyArray<string>) =>
        cli(["select", pool, "-s", "typiclust", "-b", "6", "-f", "ids", ...more])
      const some = yield* select("--split", "val", "-m", manifest)
      assert.strictEqual(some.code, 0, some.stderr)
      assert.match(some.stderr, /the split val: 10 of 30 rows/)
      for (const id of some.stdout.split("\n")) assert.strictEqual((Number(id.slice(5)) + 1) % 3, 2, id)
      assert.strictEqual((yield* cli(["verify", manifest])).code, 0)
      const plain = yield* cli(["select", put("plain.csv", poolCsv()), "-s", "typiclust", "-b", "6", "-f", "ids"])
      assert.strictEqual((yield* select()).stdout, plain.stdout)
      const none = yield* cli(["select", join(path, "plain.csv"), "-s", "random", "-b", "1", "--split", "train"])
      assert.match(none.stderr, /no column says which rows are to train and to test/)
      const array = yield* cli(["select", put("a.npy", poolNpy()), "-s", "random", "-b", "1", "--split", "train"])
      assert.match(array.stderr, /an \.npy file has no named columns.*leave --split out/)
      const out = join(path, "model")
      const train = ["train", pool, "-l", labels, "--split", "train", "--epochs", "1", "-o", out, "--backend", "cpu"]
      const trained = yield* cli(train)
      assert.strictEqual(trained.code, 0, trained.stderr)
      const { items } = JSON.parse(readFileSync(join(out, "training.json"), "utf8")) as { items: { labeled: number } }
      assert.strictEqual(items.labeled, 10)
    }), 60_000)
})
