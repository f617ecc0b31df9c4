import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const twice = `${poolCsv()}item-3,1,1\n`
const labels = ["id,label", ...Array.from({ length: 30 }, (_, i) => `item-${i},${"abc"[i % 3]!}`), ""].join("\n")
const cpu = ["--backend", "cpu"]

const experiment = (pool: string, file: string) => `
data: { name: mine, pool: ${pool}, labels: ${file}, holdOut: 0.2 }
strategies: [random]
budget: 3
rounds: 2
seeds: 1
learner: { name: linear, epochs: 1 }
`

describe("an id twice", () => {
  it.live("is refused at every door: of a pool, and of labels", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model"), out = (name: string) => join(path, name)
      const good = put("good.csv", poolCsv()), bad = put("bad.csv", twice)
      const once = put("l.csv", labels), again = put("again.csv", `${labels}item-3,b\n`)
      const trained = yield* cli(["train", good, "-l", once, "--epochs", "1", "-o", model, "-q", ...cpu])
      assert.strictEqual(trained.code, 0, trained.stderr)
      const pools: ReadonlyArray<ReadonlyArray<string>> = [
        ["select", bad, "-s", "random", "-b", "2"],
        ["explain", bad, "-s", "random", "-b", "2"],
        ["embed", bad, "--encoder", "raw", "--out", out("e.npy")],
        ["train", bad, "-l", once, "--epochs", "1", "-o", out("other"), ...cpu],
        ["predict", bad, "--model", model, "--out", out("p"), ...cpu],
        ["run", put("pool.yaml", experiment("bad.csv", "l.csv")), "--out", out("run"), "-j", "1"]
      ]
      for (const args of pools) {
        const { code, stderr } = yield* cli(args)
        assert.strictEqual(code, 1, `${args[0]}: ${stderr}`)
        assert.match(stderr, /bad\.csv: the id "item-3" stands in rows 3 and 30; keep one/, args[0])
      }
      const labeled: ReadonlyArray<ReadonlyArray<string>> = [
        ["select", good, "-s", "random", "-b", "2", "-l", again],
        ["explain", good, "-s", "random", "-b", "2", "-l", again],
        ["train", good, "-l", again, "--epochs", "1", "-o", out("other"), ...cpu],
        ["run", put("labels.yaml", experiment("good.csv", "again.csv")), "--out", out("run"), "-j", "1"]
      ]
      for (const args of labeled) {
        const { code, stderr } = yield* cli(args)
        assert.strictEqual(code, 1, `${args[0]}: ${stderr}`)
        assert.match(stderr, /again\.csv: the id "item-3" is labeled on line 5 and again on line 32; keep one/, args[0])
      }
      for (const name of ["e.npy", "other", "p.predicted.csv"]) assert.isFalse(existsSync(out(name)), name)
    }), 60_000)

  it.effect("is refused in the file of ids beside an array", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const array = put("p.npy", encodeNpy(Float32Array.of(1, 2), [2, 1]))
      put("p.ids.csv", "row,id\n0,a\n1,a\n")
      const { code, stderr } = yield* cli(["select", array, "-s", "random", "-b", "1"])
      assert.strictEqual(code, 1)
      assert.match(stderr, /p\.ids\.csv: the id "a" stands in rows 0 and 1/)
    }))
})
