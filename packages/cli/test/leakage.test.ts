/** A label in the pool's own file never reaches the vector, by whichever door the file comes in. */
import { assert, describe, it } from "@effect/vitest"
import { parseNpy } from "@marginalia/datasets/files/npy"
import { npyToMatrix } from "@marginalia/datasets/files/npy-values"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const ROWS = 300

/** Numbers that say nothing of the class, and a column that is ten times the class. */
const noise = (i: number, j: number): number => Math.round(1e6 * Math.sin(12.9898 * i + 78.233 * j)) / 1e6

const rows = Array.from({ length: ROWS }, (_, i) => i)

const table = (column: string): string =>
  [`id,a,b,${column}`, ...rows.map((i) => `r${i},${noise(i, 1)},${noise(i, 2)},${10 * (i % 3)}`), ""].join("\n")

const jsonl = (column: string): string =>
  rows.map((i) => JSON.stringify({ id: `r${i}`, a: noise(i, 1), b: noise(i, 2), [column]: 10 * (i % 3) })).join("\n")

const labelsCsv = (count: number): string =>
  ["id,label", ...rows.slice(0, count).map((i) => `r${i},${10 * (i % 3)}`), ""].join("\n")

const columnNames = [
  "label",
  "Label",
  "TARGET",
  "class",
  "labels",
  "category",
  "Species",
  "split",
  "fold",
  "pred",
  "index",
  "Unnamed: 0",
  "idx",
  "row",
  "image_id",
  "__index_level_0__",
  "confidence",
  "width",
  "height",
  "timestamp"
]

describe("what is named like an answer", () => {
  it.live("is left out of what embed writes, whatever the format, and said once", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "out.npy")
      for (const [i, column] of columnNames.entries()) {
        const pool = i % 2 === 0 ? put("pool.csv", table(column)) : put("pool.jsonl", jsonl(column))
        const { code, stderr } = yield* cli(["embed", pool, "-e", "raw", "-o", out])
        assert.strictEqual(code, 0, stderr)
        assert.strictEqual(npyToMatrix(parseNpy(new Uint8Array(readFileSync(out)))).cols, 2, column)
        assert.strictEqual(stderr.split(`left out of the vector, by name: ${JSON.stringify(column)}`).length, 2, stderr)
      }
    }), 60_000)

  it.live("is no part of what select, explain, verify, train and predict see", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const leaky = put("leaky.csv", table("Target")),
        clean = put("clean.csv", table("Target").replaceAll(/,[^,\n]*\n/g, "\n"))
      const labels = put("labels.csv", labelsCsv(60)), manifest = join(path, "m.json"), model = join(path, "model")
      const asked = ["-s", "kcenter", "-b", "5", "-l", labels, "--format", "ids"]
      const [with_, without] = yield* Effect.all([
        cli(["select", leaky, ...asked, "--manifest", manifest]),
        cli(["select", clean, ...asked])
      ])
      assert.strictEqual(with_.code, 0, with_.stderr)
      assert.strictEqual(with_.stdout, without.stdout)
      assert.match(with_.stderr, /left out of the vector, by name: "Target" \(a label\)/)
      const verified = yield* cli(["verify", manifest])
      assert.strictEqual(verified.code, 0, verified.stderr)
      const trained = yield* cli([
        "train",
        leaky,
        "-l",
        labels,
        "--epochs",
        "40",
        "--folds",
        "0",
        "-o",
        model,
        "--backend",
        "cpu"
      ])
      assert.strictEqual(trained.code, 0, trained.stderr)
      const predicted = yield* cli(["predict", leaky, "-m", model, "-o", join(path, "p"), "--backend", "cpu"])
      assert.strictEqual(predicted.code, 0, predicted.stderr)
      const right = readFileSync(join(path, "p.predicted.csv"), "utf8").trimEnd().split("\n").slice(1)
        .filter((line, i) => line.split(",")[1] === String(10 * (i % 3))).length
      assert.isBelow(right / ROWS, 0.5)
    }), 60_000)

  it.live("is refused under any other name when the labels say the same", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("pool.csv", table("stuff")), labels = put("labels.csv", labelsCsv(60))
      const doors = [
        ["select", pool, "-s", "kcenter", "-b", "5", "-l", labels],
        ["train", pool, "-l", labels, "--epochs", "1", "-o", join(path, "model"), "--backend", "cpu"]
      ]
      for (const door of doors) {
        const { code, stderr } = yield* cli(door)
        assert.strictEqual(code, 1, stderr)
        assert.match(
          stderr,
          /the column "stuff" is the label: it tells the class of all 60 labeled items; .*--features a,b,c/
        )
        const named = yield* cli([...door, "--features", "a,b"])
        assert.strictEqual(named.code, 0, named.stderr)
      }
    }), 60_000)

  it.live("is taken where it is named, and told to verify", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, manifest = join(path, "m.json")
      const pool = put("pool.csv", table("width"))
      const asked = ["select", pool, "-s", "kcenter", "-b", "9", "--format", "ids"]
      const all = yield* cli([...asked, "--features", "a,b,width", "--manifest", manifest])
      assert.strictEqual(all.code, 0, all.stderr)
      assert.notInclude(all.stderr, "left out")
      assert.notStrictEqual(all.stdout, (yield* cli(asked)).stdout)
      const verified = yield* cli(["verify", manifest])
      assert.strictEqual(verified.code, 0, verified.stderr)
      const wrong = yield* cli([...asked, "--features", "a,widht"])
      assert.match(wrong.stderr, /there is no column "widht"; give --features one of .*Did you mean "width"\?/)
    }), 60_000)

  it.live("teaches where it is asked to: train without --labels learns from the column", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const lines = rows.slice(0, 60).map((i) => `r${i},${i % 2},${noise(i, 1)},${i % 4 === 3 ? "" : "ab"[i % 2]}`)
      const pool = put("pool.csv", ["id,a,b,kind", ...lines, ""].join("\n"))
      const asked = ["train", pool, "--epochs", "1", "--backend", "cpu", "-o", join(path, "model")]
      assert.match((yield* cli(asked)).stderr, /"kind" holds|column "kind" is empty/)
      const { code, stderr } = yield* cli([...asked, "--label-column", "kind", "--features", "b"])
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /trained on 45 items in .*, 2 classes/)
    }), 60_000)

  it.live("does not reach an experiment with the labels' own file for its pool", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("p.csv", table("label"))
      const file = put(
        "e.yaml",
        [
          "data: [{ name: noise, pool: p.csv, labels: p.csv }]",
          "strategies: [random]",
          "budget: 60",
          "rounds: 2",
          "seeds: 1",
          ""
        ].join("\n")
      )
      const { code, stderr, stdout } = yield* cli([
        "run",
        file,
        "--out",
        join(path, "run"),
        "--jobs",
        "1",
        "--format",
        "csv"
      ])
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /left out of the vector, by name: "label" \(a label\)/)
      for (const line of stdout.trimEnd().split("\n").slice(1)) {
        const numbers = line.split(",").map(Number).filter((n) => n > 0 && n < 1)
        assert.isTrue(numbers.every((accuracy) => accuracy < 0.55), line)
      }
    }), 120_000)
})
