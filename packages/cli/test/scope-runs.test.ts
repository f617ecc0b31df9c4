import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const ITEMS = 40

/** Forty items of two classes, of two sites; the price of the first is 1, of the last 40. */
const pool = [
  "id,site,price,x,y",
  ...Array.from({ length: ITEMS }, (_, i) => `i${i},${"AB"[i % 2]},${i + 1},${i % 7},${i % 5}`),
  ""
]
  .join("\n")

const labels = ["id,label", ...Array.from({ length: ITEMS }, (_, i) => `i${i},${i < 20 ? "low" : "high"}`), ""].join(
  "\n"
)

const ids = (...of: ReadonlyArray<number>) => ["id", ...of.map((i) => `i${i}`), ""].join("\n")

const made = Effect.map(folder, ({ path, put }) => {
  put("pool.csv", pool)
  put("labels.csv", labels)
  put("few.csv", ids(...Array.from({ length: 12 }, (_, i) => i)))
  put("first.csv", ids(11, 4))
  put("test.csv", pool.split("\n").filter((_, i) => i === 0 || i > 30).join("\n"))
  return { out: join(path, "out"), put }
})

const set = (name: string, scope: string): string =>
  `  - { pool: pool.csv, labels: labels.csv, features: [x, y], name: ${name}, test: { pool: test.csv, labels: labels.csv }, ${scope} }\n`

const file = (...sets: ReadonlyArray<string>): string =>
  `data:\n${sets.join("")}strategies: [random]\nseeds: 1\nbudget: 5\nrounds: 3\n`

/** How many labels a data set had after each round. */
const counts = (csv: string, name: string): ReadonlyArray<number> =>
  csv.split("\n").filter((line) => line.startsWith(`${name},`)).map((line) => Number(line.split(",")[3]))

describe("the scope of an experiment file", () => {
  it.effect("is that of select: lists of ids, a condition, what must be, what labels cost", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const experiment = file(
        set("few", "only: few.csv"),
        set("site", "only: few.csv, where: 'site = \"A\"', exclude: [first.csv]"),
        set("dear", "include: first.csv, costColumn: price, budgetCost: 20")
      )
      const { code, stderr, stdout } = yield* cli([
        "run",
        put("e.yaml", experiment),
        "--out",
        out,
        "-j",
        "1",
        "-f",
        "csv"
      ])
      assert.strictEqual(code, 0, stderr)
      assert.deepStrictEqual(counts(stdout, "few"), [5, 10, 12])
      assert.deepStrictEqual(counts(stdout, "site"), [5])
      // The items to be included cost 12 and 5; what is left of 20 buys one for 3 at most.
      assert.isAtLeast(counts(stdout, "dear")[0]!, 2)
      assert.match(stderr, /12 items of 40 may be chosen: 12 items listed/)
      assert.match(stderr, /price: labels cost 1 to 40 each/)
    }))

  it.effect("compares strategies by rounds where labels cost something, and stops at what was spent", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const text = file(set("dear", "costColumn: price, budgetCost: 60")).replace("[random]", "[random, kcenter]")
      const run = Effect.fnUntraced(function*(name: string, more: string) {
        return yield* cli(["run", put(`${name}.yaml`, text + more), "--out", `${out}-${name}`, "-j", "1"])
      })
      const whole = yield* run("whole", "")
      assert.strictEqual(whole.code, 0, whole.stderr)
      assert.match(whole.stdout, /dear: accuracy, 0 to 2 rounds/)
      assert.match(whole.stdout, /compared by rounds, in which the runs got different numbers of labels/)
      const report = yield* cli(["report", `${out}-whole`, "--out", `${out}-report`, "--no-map"])
      assert.strictEqual(report.code, 0, report.stderr)
      // A round costs at most 60, and hardly less than 40: 70 are spent in two of the three.
      const stopped = yield* run("stopped", "stop: cost(70)\n")
      assert.match(stopped.stdout, /dear +random +1 of 1/, stopped.stdout)
    }).pipe(Effect.scoped))

  it.effect("is refused as select refuses it, before anything starts", () =>
    Effect.gen(function*() {
      const { out, put } = yield* made
      const refused = (scope: string) =>
        Effect.map(
          cli(["run", put("e.yaml", file(set("made", scope))), "--out", out, "--dry-run"]),
          ({ code, stderr }) => {
            assert.strictEqual(code, 1, stderr)
            return stderr
          }
        )
      assert.match(yield* refused("budgetCost: 5"), /--budget-cost is given without --cost-column/)
      assert.match(yield* refused("where: 'planet = 3'"), /asks for the column "planet"/)
      assert.match(yield* refused("only: first.csv, exclude: first.csv"), /no item is left to choose from/)
      const known = put("k.yaml", "data: [{ dataset: digits, only: few.csv }]\nstrategies: [random]\n")
      assert.match((yield* cli(["run", known, "--out", out])).stderr, /only: says nothing of a data set with dataset:/)
    }))
})
