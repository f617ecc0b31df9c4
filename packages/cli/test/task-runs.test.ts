import { assert, describe, it } from "@effect/vitest"
import { Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const ITEMS = 60, WIDTH = 3

/** Numbers from −1 to 1, a row an item. */
const rows = Array.from({ length: ITEMS }, (_, i) => {
  const key = Rng.derive(Rng.fromSeed(1), "rows")
  return Array.from({ length: WIDTH }, (_, c) => Math.round(2000 * Rng.uniform(key, i * WIDTH + c) - 1000) / 1000)
})

const pool = ["id,a,b,c", ...rows.map((row, i) => `i${i},${row.join()}`), ""].join("\n")

const labels = (of: (row: ReadonlyArray<number>) => string): string =>
  ["id,label", ...rows.map((row, i) => `i${i},${of(row)}`), ""].join("\n")

const numbers = labels(([a, b]) => String(Math.round(1000 * (3 * a! - 2 * b!)) / 1000))

const sets = labels(([a, b]) =>
  [a! > 0 ? "left" : "", b! > 0.2 ? "up" : ""].filter((name) => name !== "").join(";") || ";"
)

const experiment = (task: string, strategies: string, more = ""): string =>
  `data: [{ pool: pool.csv, labels: ${task}.csv, name: made }]\ntask: ${task}\nstrategies: ${strategies}\n` +
  `seeds: 1\nbudget: 8\nrounds: 2\n${more}`

const made = Effect.map(folder, ({ path, put }) => {
  put("pool.csv", pool)
  put("regression.csv", numbers)
  put("multi-label.csv", sets)
  return { out: join(path, "out"), put }
})

describe("experiments whose labels are numbers", () => {
  it.effect("measure R² and RMSE, compare by R², go on where they stopped, and have no report", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const file = put("e.yaml", experiment("regression", "[random, igs, variance]"))
      const first = yield* cli(["run", file, "--out", out, "-j", "1"])
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stdout, /^made: r2, 8 to 16 labels/)
      assert.match(first.stderr, /random chooses that batch for igs, variance/)
      const csv = (yield* cli(["run", out, "--resume", "-q", "-f", "csv"])).stdout.trimEnd().split("\n")
      assert.strictEqual(
        csv[0],
        "data,strategy,seed,labels,accuracy,balanced_accuracy,macro_f1,measured_r2,measured_rmse"
      )
      const last = csv.filter((line) => line.includes(",16,"))
      assert.lengthOf(last, 3)
      for (const line of last) assert.isAbove(Number(line.split(",")[7]), 0.9)
      const report = yield* cli(["report", out, "--out", `${out}-report`])
      assert.strictEqual(report.code, 1)
      assert.match(report.stderr, /its task is regression, and reports are of classification/)
    }))

  it.effect("refuse what is of classes, each by its name", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const cases: ReadonlyArray<readonly [string, string, RegExp]> = [
        ["[random, margin]", "", /margin serves classification, and the task is regression; these serve it: random,/],
        ["[random]", "coldStart: entropy\n", /entropy serves classification, and the task is regression/],
        ["[random]", "stop: budget(20)\n", /stop is of classes, and the task is regression; leave it out/],
        ["[random]", "initial: balanced(4)\n", /initial is of classes, .* take initial: random\(N\)/],
        ["[random]", "initial: random(2*classes)\n", /initial is of classes, .* say how many items/],
        ["[random]", "oracle: noisy(0.1)\n", /oracle is of classes/],
        ["[random]", "learner: mlp\n", /learner is of classes, .* a linear one learns on the embedding/]
      ]
      for (const [strategies, more, says] of cases) {
        const file = put("e.yaml", experiment("regression", strategies, more))
        const { code, stderr } = yield* cli(["run", file, "--out", out, "--dry-run"])
        assert.strictEqual(code, 1, stderr)
        assert.match(stderr, says)
      }
      put("regression.csv", numbers.replace(/i7,.*/, "i7,large"))
      const file = put("e.yaml", experiment("regression", "[random]"))
      assert.match(
        (yield* cli(["run", file, "--dry-run"])).stderr,
        /the label of item i7 is "large", and regression takes numbers/
      )
      const known = put("k.yaml", "data: digits\ntask: regression\nstrategies: [random]\n")
      assert.match(
        (yield* cli(["run", known, "--dry-run"])).stderr,
        /dataset is of classes, and the task is regression/
      )
      const other = put("o.yaml", experiment("ranking", "[random]"))
      assert.match(
        (yield* cli(["run", other, "--dry-run"])).stderr,
        /task is "ranking"; it takes classification, multi-label, regression/
      )
    }))
})

describe("experiments whose labels are sets", () => {
  it.effect("measure micro-F1 and macro-F1, and compare by micro-F1", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const task = "task: { name: multi-label, penalty: 0.1 }"
      const file = put(
        "e.yaml",
        experiment("multi-label", "[random, multi-label-margin]").replace(/^task: .*$/m, task)
      )
      const first = yield* cli(["run", file, "--out", out, "-j", "1"])
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stdout, /^made: microF1, 8 to 16 labels/)
      const csv = (yield* cli(["run", out, "--resume", "-q", "-f", "csv"])).stdout.trimEnd().split("\n")
      assert.match(csv[0]!, /,measured_macroF1,measured_microF1,measured_subsetAccuracy$/)
      for (const line of csv.filter((line) => line.includes(",16,"))) assert.isAbove(Number(line.split(",")[8]), 0.7)
    }))
})
