import { assert, describe, it } from "@effect/vitest"
import { readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const csv = "id,label\nitem-3,cat\nitem-4,\nitem-7,dog\nitem-9,  \n"
const jsonl = `{"id":"item-3","label":"cat"}\n{"id":"item-4","label":null}\n{"id":"item-7","label":"dog"}\n` +
  `{"id":"item-9","label":""}\n`

/** All items of the pool by their spot, some of them declined. */
const all = (...declined: ReadonlyArray<number>): string =>
  ["id,label", ...Array.from({ length: 30 }, (_, i) => `item-${i},${declined.includes(i) ? "" : "abc"[i % 3]!}`), ""]
    .join("\n")

describe("a declined item", () => {
  it.effect("is not asked about again by select and explain, and verify finds the same", () =>
    Effect.gen(function*() {
      for (const [name, text] of [["l.csv", csv], ["l.jsonl", jsonl]] as const) {
        const { path, put } = yield* folder, manifest = join(path, "m.json")
        const question = [put("p.csv", poolCsv()), "-s", "supclust", "-b", "26", "-l", put(name, text)]
        const { code, stderr, stdout } = yield* cli(["select", ...question, "-f", "ids", "-m", manifest])
        assert.strictEqual(code, 0, stderr)
        const labeled = ["item-3", "item-4", "item-7", "item-9"]
        assert.lengthOf(stdout.split("\n").filter((id) => !labeled.includes(id)), 26)
        assert.match(stderr, /note: 2 items declined \("item-4", …: no label\)/)
        assert.match(stderr, /26 unlabeled items \(2 labeled\)/)
        assert.deepInclude(JSON.parse(readFileSync(manifest, "utf8")), { declined: ["item-4", "item-9"] })
        assert.strictEqual((yield* cli(["verify", manifest])).stdout, "confirmed: 26 picks")
        assert.match((yield* cli(["explain", ...question])).stdout, /the unlabeled +26/)
        const more = yield* cli(["select", ...question.with(4, "27")])
        assert.match(more.stderr, /27 is more than the 26 unlabeled items/)
      }
    }))

  it.effect("is enough by itself, and must be in the pool", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("p.csv", poolCsv())
      const ask = (text: string) =>
        cli(["select", pool, "-s", "random", "-b", "29", "-l", put("l.csv", text), "-f", "ids"])
      const one = yield* ask("id,label\nitem-5,\n")
      assert.strictEqual(one.code, 0, one.stderr)
      assert.notInclude(one.stdout.split("\n"), "item-5")
      assert.match((yield* ask("id,label\nitem-99,\n")).stderr, /item-99.*not in the pool/)
    }))

  it.live("is not learned from by train, and no class of its own", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("p.csv", poolCsv())
      const train = (text: string) =>
        cli([
          ...["train", pool, "-l", put("l.csv", text), "--epochs", "2", "--backend", "cpu", "--out", join(path, "m")]
        ])
      const { code, stderr } = yield* train(all(0, 1, 8))
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /3 items declined/)
      assert.match(stderr, /trained on 27 items in .*, 3 classes/)
      const none = yield* train("id,label\nitem-1,\n")
      assert.deepStrictEqual([none.code, /the labels name no class/.test(none.stderr)], [1, true], none.stderr)
      assert.match((yield* train(`${all(1)}item-99,\n`)).stderr, /"item-99" is not in/)
    }), 30_000)

  it.live(
    "is left out of an experiment by run: not asked about, not learned from, not tested on",
    () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder
        put("p.csv", poolCsv())
        put("embedding.csv", poolCsv())
        put("l.csv", all(2, 5, 11))
        const file = put(
          "e.yaml",
          `
data: { name: mine, pool: p.csv, labels: l.csv, test: { pool: p.csv, labels: l.csv }, embedding: "file(embedding.csv, test=embedding.csv)" }
strategies: [random]
budget: 9
rounds: 2
initial: none
seeds: 1
learner: { name: linear, epochs: 5 }
`
        )
        const out = join(path, "out")
        const { code, stderr } = yield* cli(["run", file, "--out", out, "-j", "1"])
        assert.strictEqual(code, 0, stderr)
        assert.lengthOf(stderr.match(/6 items declined/g) ?? [], 1)
        const { entries } = yield* readJournal(join(out, "units/mine/random/0.db"))
        const labels = entries.flatMap(({ event }) => event._tag === "Round" ? event.labels : [])
        assert.isNotEmpty(labels)
        assert.isFalse(labels.some((label) => label < 0))
      }),
    30_000
  )
})
