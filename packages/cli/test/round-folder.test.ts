import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const cpu = ["--backend", "cpu"]

const labels = ["id,label", ...Array.from({ length: 15 }, (_, i) => `item-${i},${"abc"[i % 3]!}`), ""].join("\n")

/** A trained model and what it says of the pool, in a round folder. */
const made = Effect.gen(function*() {
  const { path, put } = yield* folder
  const at = (name: string) => join(path, name)
  const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
  const ok = Effect.fnUntraced(function*(args: ReadonlyArray<string>) {
    const result = yield* cli(args)
    assert.strictEqual(result.code, 0, result.stderr)
    return result
  })
  const train = (...more: ReadonlyArray<string>) =>
    ok(["train", pool, "-l", labeled, "--classes", "c,a,b", "--epochs", "2", "-o", at("model"), ...cpu, ...more])
  const predict = (...more: ReadonlyArray<string>) =>
    cli(["predict", pool, "-m", at("model"), "--round-folder", at("r1"), ...cpu, ...more])
  const select = (strategy: string, ...more: ReadonlyArray<string>) =>
    cli(["select", pool, "-s", strategy, "-b", "3", "-l", labeled, "-f", "ids", ...more])
  yield* train("--network", "mlp(8, dropout=0.5)", "--head", "max-separation")
  return { at, put, ok, pool, train, predict, select, round: ["--round-folder", at("r1")] }
})

describe("a round folder", () => {
  it.live("holds all that the model says, and select reads what the strategy needs", () =>
    Effect.gen(function*() {
      const { at, ok, pool, predict, round, select } = yield* made
      const { code, stderr } = yield* predict()
      assert.strictEqual(code, 0, stderr)
      assert.match(
        stderr,
        /--round-folder \S*r1 {2}probability 30 × 3, feature 30 × 8, projection 30 × 2, prototype 3 × 2/
      )
      assert.deepStrictEqual(readdirSync(at("r1")).sort(), [
        ...["feature.npy", "ids.csv", "predicted.csv", "probability.json", "probability.npy"],
        ...["projection.json", "projection.npy", "prototype.json", "prototype.npy", "round.json"]
      ])
      const about = JSON.parse(readFileSync(at("r1/round.json"), "utf8")) as { readonly [key: string]: unknown }
      assert.deepInclude(about, { marginaliaRound: 1, rows: 30, classes: ["c", "a", "b"] })
      assert.strictEqual((about["pool"] as { path: string }).path, "../pool.csv")
      yield* ok(["predict", pool, "-m", at("model"), "-o", at("p"), "--columns", "gradient,projection", ...cpu])
      for (const strategy of ["margin", "msal-d", "badge", "supclust"]) {
        const named = ["probability", "feature", "projection"].flatMap((
          name
        ) => ["-c", `${name}=${at(`p.${name}.npy`)}`])
        const flags = yield* select(strategy, ...named), short = yield* select(strategy, ...round)
        assert.strictEqual(short.code, 0, short.stderr)
        assert.strictEqual(short.stdout, flags.stdout, strategy)
      }
      const explained = yield* cli(["explain", pool, "-s", "badge", "-b", "2", ...round])
      assert.strictEqual(explained.code, 0, explained.stderr)
      const stage = yield* select("keep-top(msal, 9) | per-prototype", ...round)
      assert.strictEqual(stage.code, 0, stage.stderr)
    }), 30_000)

  it.live("goes into the manifest, and verify finds it where it is now", () =>
    Effect.gen(function*() {
      const { at, ok, predict, round, select } = yield* made
      yield* predict()
      assert.strictEqual((yield* select("margin", ...round, "-m", at("m.json"))).code, 0)
      const { columns } = JSON.parse(readFileSync(at("m.json"), "utf8")) as {
        columns: { probability: { path: string } }
      }
      assert.strictEqual(columns.probability.path, "r1/probability.npy")
      yield* ok(["verify", at("m.json")])
      renameSync(at("r1"), at("old"))
      assert.strictEqual((yield* cli(["verify", at("m.json")])).code, 2)
      yield* ok(["verify", at("m.json"), "--round-folder", at("old")])
    }), 30_000)

  it.live("is refused for other items, other classes and columns that have changed", () =>
    Effect.gen(function*() {
      const { at, put, pool, predict, round, select } = yield* made
      yield* predict()
      const refused = Effect.fnUntraced(function*(wanted: RegExp, ...more: ReadonlyArray<string>) {
        const { code, stderr, stdout } = yield* select("margin", ...round, ...more)
        assert.deepStrictEqual([code, stdout], [1, ""], stderr)
        assert.match(stderr, wanted)
      })
      yield* refused(
        /--classes \(a, b, c\) and classes of \S*round\.json \(c, a, b\) are not the same classes/,
        "--classes",
        "a,b,c"
      )
      const bytes = readFileSync(at("r1/probability.npy"))
      rmSync(at("r1/probability.json"))
      put("r1/probability.npy", encodeNpy(new Float32Array(90).fill(1 / 3), [30, 3]))
      yield* refused(/probability\.npy: it has changed since it was written .*; predict again/)
      put("r1/probability.npy", bytes)
      const lines = poolCsv().trimEnd().split("\n")
      put("pool.csv", [...lines, "item-30,1,2", ""].join("\n"))
      yield* refused(/round\.json: it is of 30 items, and the pool \S*pool\.csv has 31; predict again/)
      put("pool.csv", [...lines.slice(0, -1), "item-x,1,2", ""].join("\n"))
      yield* refused(/round\.json: it is of other items: item 29 of the pool is "item-x", and here "item-29"/)
      put("pool.csv", [lines[0]!, ...lines.slice(1).toReversed(), ""].join("\n"))
      yield* refused(/it has the pool's ids in another order: item 0 of the pool is "item-29", and here "item-0"/)
      put("pool.csv", poolCsv().replace("item-3,", "item-3, "))
      yield* refused(/pool\.csv has changed since the model saw it; predict again/)
      put("pool.csv", poolCsv())
      put("rows.csv", lines.map((line) => line.slice(line.indexOf(",") + 1)).join("\n"))
      const rows = yield* cli(["select", at("rows.csv"), "-s", "margin", "-b", "3", ...round])
      assert.match(rows.stderr, /its items have ids, and those of \S*rows\.csv are row numbers/)
      assert.strictEqual((yield* select("margin", ...round)).code, 0)
      assert.isTrue(existsSync(pool))
    }), 30_000)

  it.live("of rows without ids is of one file only", () =>
    Effect.gen(function*() {
      const { at, ok, put, train } = yield* made
      yield* train()
      const rows = poolCsv().split("\n").map((line) => line.slice(line.indexOf(",") + 1)).join("\n")
      const pool = put("rows.csv", rows)
      yield* ok(["predict", pool, "-m", at("model"), "-r", at("r2"), ...cpu])
      assert.isFalse(existsSync(at("r2/ids.csv")))
      const select = (path: string) => cli(["select", path, "-s", "margin", "-b", "3", "-f", "ids", "-r", at("r2")])
      const right = yield* select(pool)
      assert.strictEqual(right.code, 0, right.stderr)
      copyFileSync(pool, at("copy.csv"))
      assert.strictEqual((yield* select(at("copy.csv"))).stdout, right.stdout)
      const other = yield* select(put("other.csv", rows.replace(/\n.*\n/, "\n9,9\n")))
      assert.match(
        other.stderr,
        /it was predicted from another file than .*no ids say that the rows are the same items/
      )
      const counted = put(
        "counted.csv",
        rows.split("\n").map((line, i) => line && `${i === 0 ? "id" : i - 1},${line}`).join("\n")
      )
      assert.strictEqual((yield* select(counted)).stdout, right.stdout)
      const named = yield* cli(["select", put("ids.csv", poolCsv()), "-s", "margin", "-b", "3", "-r", at("r2")])
      assert.match(named.stderr, /its items are row numbers, and those of \S*ids\.csv have ids/)
    }), 30_000)

  it.live("a column that was named goes before the folder's, and what it lacks is said", () =>
    Effect.gen(function*() {
      const { at, predict, put, round, select } = yield* made
      yield* predict()
      const other = put("p.npy", encodeNpy(Float32Array.from({ length: 90 }, (_, i) => i % 3 === 0 ? 1 : 0), [30, 3]))
      const own = yield* select("margin", ...round, "-c", `probability=${other}`)
      assert.strictEqual(own.code, 0, own.stderr)
      assert.match(own.stderr, /probability is from \S*p\.npy, not from \S*r1/)
      assert.strictEqual(own.stdout, (yield* select("margin", "-c", `probability=${other}`)).stdout)
      const lacking = yield* select("margin-dropout", ...round)
      assert.strictEqual(lacking.code, 1)
      assert.match(
        lacking.stderr,
        /r1 holds probability, feature, projection, prototype; predict with --columns \S*,passes/
      )
      const more = yield* predict("--columns", "passes", "--passes", "3")
      assert.strictEqual(more.code, 0, more.stderr)
      assert.isFalse(existsSync(at("r1/probability.npy")))
      assert.strictEqual((yield* select("margin-dropout", ...round)).code, 0)
    }), 30_000)

  it.live("says that the model was trained again", () =>
    Effect.gen(function*() {
      const { predict, round, select, train } = yield* made
      yield* predict()
      assert.notMatch((yield* select("margin", ...round)).stderr, /trained again/)
      yield* train("--seed", "9")
      assert.match(
        (yield* select("margin", ...round)).stderr,
        /note: \.\.\/model was trained again since \S*r1 was predicted/
      )
    }), 30_000)

  it.live(
    "replaces a round folder and nothing else, and a folder that is none is refused",
    () =>
      Effect.gen(function*() {
        const { at, pool, predict, put, round, select } = yield* made
        mkdirSync(at("r1"))
        writeFileSync(at("r1/thesis.txt"), "")
        assert.match((yield* predict()).stderr, /this folder holds thesis\.txt, which is no part of a round/)
        assert.match(
          (yield* select("margin", ...round)).stderr,
          /this is no round folder: there is no round\.json in it/
        )
        assert.match((yield* select("margin", "-r", pool)).stderr, /this is a file, not a round folder/)
        assert.strictEqual((yield* select("margin", "-r", at("none"))).code, 2)
        rmSync(at("r1/thesis.txt"))
        for (const text of ["{", "{\"marginaliaRound\": 2}", "{\"marginaliaRound\": 1, \"rows\": -1}"]) {
          put("r1/round.json", text)
          assert.match((yield* select("margin", ...round)).stderr, /round\.json: this is no description of a round/)
        }
        assert.strictEqual((yield* predict()).code, 0)
        const both = yield* cli(["predict", pool, "-m", at("model"), "-o", at("p"), "-r", at("r1")])
        assert.match(both.stderr, /--out and --round-folder are given; give one of them/)
        const neither = yield* cli(["predict", pool, "-m", at("model")])
        assert.match(neither.stderr, /--round-folder is missing, and --out too/)
        const over = yield* cli(["predict", pool, "-m", at("model"), "-r", at("model")])
        assert.match(over.stderr, /would replace --model/)
        assert.deepStrictEqual(readdirSync(at(".")).filter((name) => name.startsWith(".")), [])
      }),
    30_000
  )
})
