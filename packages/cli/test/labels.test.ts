import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, points, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const studio = [
  "annotation_id,annotator,id,image,label",
  "1,me,1,/data/upload/1/0a1b2c3d-item-7.jpg,cat",
  "2,me,2,item-9.jpg,dog",
  ""
]
  .join("\n")

const rows = Array.from({ length: 30 }, (_, i) => i)
const csv = (label: (i: number) => string) => ["id,label", ...rows.map((i) => `item-${i},${label(i)}`), ""].join("\n")
const photos = ["row,id", ...rows.map((i) => `${i},photos/item-${i}.jpg`), ""].join("\n")
const array = encodeNpy(points(), [30, 2])
const cpu = ["--backend", "cpu"]

const question = (
  pool: string,
  labels: string,
  ...more: ReadonlyArray<string>
) => ["select", pool, "-s", "random", "-b", "28", "-f", "ids", "-l", labels, ...more]

describe("labels from other programs", () => {
  it.live("are refused on a pool of row numbers, by select, explain, train and run", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("p.npy", array), labels = put("l.csv", studio)
      const experiment = `
data: { name: mine, pool: p.npy, labels: l.csv, holdOut: 0.2 }
strategies: [random]
budget: 3
rounds: 1
seeds: 1
learner: { name: linear, epochs: 1 }
`
      for (
        const args of [
          question(pool, labels),
          ["explain", pool, "-s", "random", "-b", "2", "-l", labels],
          ["train", pool, "-l", labels, "--folds", "0", "-o", join(path, "m"), ...cpu],
          ["run", put("e.yaml", experiment), "--out", join(path, "out"), "-j", "1"]
        ]
      ) {
        const { code, stderr } = yield* cli(args)
        assert.strictEqual(code, 1, args[0])
        assert.match(stderr, /label-studio-csv\) name their items by "image".*has no ids, only row numbers/, args[0])
      }
    }), 30_000)

  it.live("find the items by their files where the pool has ids", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("p.npy", array), labels = put("l.csv", studio)
      put("p.ids.csv", photos)
      const { code, stderr, stdout } = yield* cli(question(pool, labels))
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /labels read as label-studio-csv: 2 items/)
      const left = rows.map((i) => `photos/item-${i}.jpg`).filter((_, i) => i !== 7 && i !== 9)
      assert.sameMembers(stdout.split("\n"), left)
      const train = yield* cli(["train", pool, "-l", labels, "--epochs", "1", "-o", join(path, "m"), ...cpu])
      assert.strictEqual(train.code, 0, train.stderr)
      assert.match(train.stderr, /trained on 2 items in .*, 2 classes/)
    }), 30_000)

  it.live("are taken by position where that is asked for, one for each item", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("p.npy", array)
      const lines = ["file_name,label", ...rows.map((i) => `${30 - i}.jpg,${i < 2 ? "cat" : ""}`), ""].join("\n")
      const placed = yield* cli(question(pool, put("m.csv", lines), "--labels-by-position"))
      assert.match(placed.stderr, /labels \(metadata\) taken by position.*; 28 items without a label, not labeled yet/)
      assert.sameMembers(placed.stdout.split("\n"), rows.slice(2).map(String))
      const few = yield* cli(question(pool, put("few.csv", "file_name,label\na.jpg,x\n"), "--labels-by-position"))
      assert.match(few.stderr, /it has 1 row, and the pool \S*p\.npy has 30 items/)
    }))

  it.live("know words that stand for no label, in files, and in the pool's own column", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("p.csv", poolCsv())
      const labels = put("l.csv", csv((i) => i < 3 ? "skip" : ["cat", "dog "][i % 2]!))
      const train = (...more: ReadonlyArray<string>) =>
        cli(["train", ...more, "--epochs", "1", "-o", join(path, "m"), ...cpu])
      const plain = yield* train(pool, "-l", labels)
      assert.match(plain.stderr, /"skip" is a class here \(3 items\); --skip-label skip takes it for no label/)
      assert.match(plain.stderr, /trained on 30 items in .*, 3 classes/)
      const skipping = yield* train(pool, "-l", labels, "--skip-label", "skip")
      assert.match(skipping.stderr, /trained on 27 items in .*, 2 classes/)
      assert.match((yield* train(pool, "-l", labels, "--skip-label", "skp")).stderr, /--skip-label skp occurs nowhere/)
      const lines = poolCsv().trimEnd().split("\n")
      const own = put(
        "own.csv",
        lines.map((line, i) => `${line},${i === 0 ? "label" : i < 4 ? "skip" : ["a", "b"][i % 2]}`).join("\n")
      )
      const column = yield* train(own, "--skip-label", "skip")
      assert.match(column.stderr, /trained on 27 items in .*, 2 classes/, column.stderr)
    }), 30_000)

  it.effect("are not there, and flags speak of them", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("p.csv", poolCsv())
      const select = yield* cli(["select", pool, "-s", "random", "-b", "1", "--labels-by-position"])
      assert.match(select.stderr, /--labels-by-position says how to read --labels, and there are none/)
      const train = yield* cli(["train", pool, "--trust-predictions", "--folds", "0", "-o", join(path, "m"), ...cpu])
      assert.match(train.stderr, /--trust-predictions says how to read --labels/)
    }))

  it.effect("of a model are refused by run too", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("p.csv", poolCsv())
      put("round1.predicted.csv", csv((i) => "ab"[i % 2]!))
      const experiment = `
data: { name: mine, pool: p.csv, labels: round1.predicted.csv, holdOut: 0.2 }
strategies: [random]
budget: 3
rounds: 1
seeds: 1
learner: { name: linear, epochs: 1 }
`
      const { code, stderr } = yield* cli(["run", put("e.yaml", experiment), "--out", join(path, "out"), "-j", "1"])
      assert.strictEqual(code, 1)
      assert.match(stderr, /round1\.predicted\.csv: these seem to be a model's predictions/)
    }))

  it.live("are read by run as by train: another field, words to skip", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("p.csv", poolCsv())
      put(
        "l.csv",
        ["id,species", ...rows.map((i) => `item-${i},${i % 10 === 0 ? "skip" : "abc"[i % 3]!}`), ""].join("\n")
      )
      const experiment = `
data: { name: mine, pool: p.csv, labels: l.csv, labelField: species, skipLabels: [skip], holdOut: 0.2 }
strategies: [random]
budget: 3
rounds: 2
seeds: 1
learner: { name: linear, epochs: 1 }
`
      const { code, stderr } = yield* cli(["run", put("e.yaml", experiment), "--out", join(path, "out"), "-j", "1"])
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /3 items declined/)
      const head = readFileSync(join(path, "out/experiment.json"), "utf8")
      assert.include(head, "skipLabels")
    }), 30_000)
})
