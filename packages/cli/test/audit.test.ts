import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const cpu = ["--backend", "cpu"]

/** Of 24 items, the first three spots by turns; two are wrong. */
const given = Array.from({ length: 24 }, (_, i) => i === 4 ? "a" : i === 9 ? "c" : "abc"[i % 3]!)

const labels = ["id,label", ...given.map((label, i) => `item-${i},${label}`), ""].join("\n")

/** Anna is always right, Ben is not, each of most items. */
const opinions = [
  "id,annotator,label",
  ...given.flatMap((_, i) => [
    ...(i % 4 === 3 ? [] : [`item-${i},anna,${"abc"[i % 3]!}`]),
    ...(i % 4 === 1 ? [] : [`item-${i},ben,${"abc"[(i + (i % 5 === 0 ? 1 : 0)) % 3]!}`])
  ]),
  ""
].join("\n")

/** Class probabilities as a model gives that knows the spots. */
const probabilities = Float32Array.from({ length: 90 }, (_, at) => at % 3 === Math.floor(at / 3) % 3 ? 0.8 : 0.1)

const made = Effect.gen(function*() {
  const { path, put } = yield* folder
  const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
  const run = (...args: ReadonlyArray<string>) => cli(["audit", pool, ...args, ...cpu])
  const ok = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
    const result = yield* run(...args)
    assert.strictEqual(result.code, 0, result.stderr)
    return result
  })
  return { path, put, pool, labeled, run, ok, at: (name: string) => join(path, name) }
})

interface Audited {
  readonly folds: number | null
  readonly labels: number
  readonly classes: ReadonlyArray<string>
  readonly issues: ReadonlyArray<{ readonly id: string; readonly given: string; readonly suggested: string }>
  readonly annotators: ReadonlyArray<{ readonly name: string; readonly weight: number; readonly agreement: number }>
  readonly next: ReadonlyArray<{ readonly id: string; readonly labels: number }>
}

describe("marginalia audit", () => {
  it.live(
    "finds labels that are wrong by cross-validation, with reasons, whole in csv and JSON",
    () =>
      Effect.gen(function*() {
        const { at, labeled, ok } = yield* made
        const table = yield* ok("-l", labeled, "--set", "rate=0.2")
        assert.match(table.stdout, /^ +1 +item-\d+ +[ac] +[ab] .* confident$/m)
        assert.match(table.stderr, /24 labels: models that had not seen them \(5 folds\) find 91\.7 % of them/)
        yield* ok("-l", labeled, "--set", "rate=0.2", "-f", "csv", "-o", at("i.csv"), "--scores", at("s.csv"))
        const [head, ...rows] = readFileSync(at("i.csv"), "utf8").trimEnd().split("\n")
        assert.match(
          head!,
          /^rank,id,position,given,suggested,self_confidence,suggested_probability,margin,rule,reason$/
        )
        assert.deepStrictEqual(rows.map((row) => row.split(",").slice(1, 5).join()).sort(), [
          "item-4,4,a,b",
          "item-9,9,c,a"
        ])
        assert.strictEqual(readFileSync(at("s.csv"), "utf8").trimEnd().split("\n").length, 31)
        const ids = yield* ok("-l", labeled, "--set", "rate=0.2", "-f", "ids", "--by", "confident")
        assert.deepStrictEqual(ids.stdout.trim().split("\n").sort(), ["item-4", "item-9"])
      }),
    60_000
  )

  it.live("takes probabilities that are there, and labels of several annotators", () =>
    Effect.gen(function*() {
      const { labeled, ok, put } = yield* made
      const file = put("p.npy", encodeNpy(probabilities, [30, 3])), said = put("o.csv", opinions)
      const read = (text: string) => JSON.parse(text) as Audited
      const one = read((yield* ok("-l", labeled, "--probabilities", file, "-f", "json", "--next", "3")).stdout)
      assert.deepInclude(one, { folds: null, labels: 24, classes: ["a", "b", "c"], annotators: [] })
      assert.deepStrictEqual(one.issues.map(({ given, id, suggested }) => [id, given, suggested]), [
        ["item-4", "a", "b"],
        ["item-9", "c", "a"]
      ])
      assert.deepStrictEqual(one.next.map(({ id }) => id), ["item-4", "item-9", "item-24"])
      const two = read((yield* ok("--annotators", said, "--probabilities", file, "-f", "json", "--next", "30")).stdout)
      assert.deepStrictEqual(two.annotators.map(({ name }) => name), ["anna", "ben"])
      assert.isAbove(two.annotators[0]!.agreement, two.annotators[1]!.agreement)
      assert.strictEqual(two.annotators[0]!.agreement, 1)
      assert.strictEqual(two.next.length, 30)
      const both = yield* ok("-l", labeled, "--annotators", said, "--probabilities", file)
      assert.match(both.stdout, /^anna +18 +1\.000 +\d/m)
      assert.match(both.stdout, /^ +\d +item-4 +a +b /m)
    }), 60_000)

  it.live(
    "asks a model, or reads a round folder, and says that what it learned from looks right",
    () =>
      Effect.gen(function*() {
        const { at, labeled, ok, pool } = yield* made
        const train = ["train", pool, "-l", labeled, "--classes", "c,a,b", "--set", "rate=0.2", "--folds", "0"]
        assert.strictEqual((yield* cli([...train, "-o", at("model"), ...cpu])).code, 0)
        assert.strictEqual(
          (yield* cli(["predict", pool, "-m", at("model"), "--round-folder", at("r"), ...cpu])).code,
          0
        )
        for (const from of [["--model", at("model")], ["--round-folder", at("r")]]) {
          const { stderr, stdout } = yield* ok("-l", labeled, ...from, "-f", "json")
          assert.match(stderr, /a label that .* learned from looks right to it/)
          assert.deepStrictEqual((JSON.parse(stdout) as Audited).classes, ["c", "a", "b"])
        }
        const other = yield* cli(["audit", "digits", "--round-folder", at("r"), ...cpu])
        assert.match(other.stderr, /it is of 30 items, and the pool digits has 1797/)
      }),
    60_000
  )

  it.live("refuses what does not fit before it trains, and writes nothing", () =>
    Effect.gen(function*() {
      const { at, labeled, path, put, run } = yield* made
      const file = put("p.npy", encodeNpy(probabilities, [30, 3]))
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
        [[], 1, /comes without labels; give them: --labels/],
        [["-l", labeled, "--folds", "9"], 1, /the class b has 7 labels for 9 folds; give --folds 7/],
        [["-l", labeled, "--folds", "1"], 1, /--folds 1 leaves nothing to learn from/],
        [["-l", put("one.csv", "id,label\nitem-0,a\nitem-1,b\nitem-2,b\n")], 1, /class a has 1 label.*--skip-label a/],
        [["-l", put("x.csv", "id,label\nitem-0,a\nitem-99,b\n")], 1, /"item-99" is not in/],
        [["-l", labeled, "--probabilities", put("q.npy", encodeNpy(probabilities, [15, 6]))], 1, /15 rows.*30 items/],
        [["-l", labeled, "--probabilities", put("w.npy", encodeNpy(new Float32Array(90), [30, 3]))], 1, /sums to 0/],
        [["-l", labeled, "--probabilities", put("2.npy", encodeNpy(new Float32Array(60).fill(0.5), [30, 2]))], 1, /2/],
        [
          ["-l", labeled, "--probabilities", put("4.npy", encodeNpy(new Float32Array(120).fill(0.25), [30, 4]))],
          1,
          /fewer classes than probability has columns, 4.*give --classes/
        ],
        [["-l", labeled, "--probabilities", put("h.csv", header("a,b,x"))], 1, /name some of the classes.*not "c"/],
        [["-l", labeled, "--probabilities", put("i.csv", header("a,b,c", "item-9"))], 1, /no row for 29 of the pool/],
        [["-l", labeled, "--probabilities", file, "--folds", "3"], 1, /--folds says how to cross-validate/],
        [["-l", labeled, "--probabilities", file, "--model", path], 1, /give one of them/],
        [["-l", labeled, "--probabilities", file, "-o", labeled], 1, /would replace the labels/],
        [["--annotators", put("w.csv", "id,label\nitem-0,a\n")], 1, /no column says who gave each label/],
        [["-l", labeled, "-o", at("a/b.csv")], 2, /b\.csv/]
      ]
      const before = readdirSync(path).length
      for (const [args, code, message] of cases) {
        const result = yield* run(...args)
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, args.join(" "))
        assert.strictEqual(result.stdout, "")
      }
      assert.strictEqual(readdirSync(path).length, before)
      assert.isFalse(existsSync(at("a")))
    }), 60_000)
})

/** A table of probabilities with these headings; with ids from `first` on only the one. */
function header(names: string, first = ""): string {
  const rows = Array.from({ length: 30 }, (_, i) => `${first === "" ? `item-${i}` : first},0.8,0.1,0.1`)
  return [`id,${names}`, ...(first === "" ? rows : rows.slice(0, 1)), ""].join("\n")
}
