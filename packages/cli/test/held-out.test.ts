import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const cpu = ["--backend", "cpu"]
const file = (rows: ReadonlyArray<string>): string => ["id,label", ...rows, ""].join("\n")

/** Labels for the three spots of the test's pool, `count` of them. */
const labels = (count: number) => file(Array.from({ length: count }, (_, i) => `item-${i},${"abc"[i % 3]!}`))

describe("marginalia train tells what to expect of new items", () => {
  it.live(
    "cross-validated, beside the training accuracy and in training.json; or why not",
    () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder, model = join(path, "model"), pool = put("pool.csv", poolCsv())
        const train = (text: string, ...more: ReadonlyArray<string>) =>
          cli([
            "train",
            pool,
            "-l",
            put("l.csv", text),
            "--set",
            "rate=0.5",
            "--epochs",
            "60",
            "-o",
            model,
            ...more,
            ...cpu
          ])
        const accuracy = () =>
          (JSON.parse(readFileSync(join(model, "training.json"), "utf8")) as { readonly accuracy: object }).accuracy
        const good = yield* train(labels(15))
        assert.strictEqual(good.code, 0, good.stderr)
        assert.match(good.stderr, /^training accuracy 1\.000, cross-validated accuracy 1\.00 ± 0\.00 \(5 folds\)$/m)
        const folds = Array.from({ length: 5 }, () => ({ items: 3, accuracy: 1 }))
        assert.deepStrictEqual(accuracy(), { training: 1, crossValidated: { mean: 1, standardDeviation: 0, folds } })
        const weights = readFileSync(join(model, "weights.bin"))
        const none = yield* train(labels(15), "--folds", "0")
        assert.match(none.stderr, /^training accuracy 1\.000$/m)
        assert.deepStrictEqual(accuracy(), { training: 1 })
        assert.deepStrictEqual(readFileSync(join(model, "weights.bin")), weights)
        const lonely = yield* train(labels(4))
        assert.match(
          lonely.stderr,
          /^training accuracy 1\.000; not cross-validated: the class b has 1 label, as 1 more,/m
        )
        assert.deepInclude(accuracy(), { crossValidated: null })
        const refused = yield* train(labels(4), "--folds", "3")
        assert.strictEqual(refused.code, 1)
        assert.match(refused.stderr, /--folds 3: the class b has 1 label/)
        assert.match((yield* train(labels(15), "--folds", "1001")).stderr, /a whole number from 0 to 1,000/)
        const dry = yield* train(labels(15), "--dry-run")
        assert.match(dry.stdout, /^held out +about \S+ s more: cross-validation by 5 folds$/m)
      }),
    30_000
  )

  it.live("labels that say nothing are learned by heart, and found out", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model"), pool = put("pool.csv", poolCsv())
      // Each spot has both classes alike.
      const text = file(Array.from({ length: 24 }, (_, i) => `item-${i},${"xy"[Math.floor(i / 3) % 2]!}`))
      const { stderr } = yield* cli(["train", pool, "-l", put("l.csv", text), "-n", "mlp(64)", "-o", model, ...cpu])
      const [, found] = /cross-validated accuracy (\S+) ±/.exec(stderr) ?? []
      assert.isBelow(Number(found), 0.75, stderr)
    }), 30_000)

  it.live("says where the vectors may have seen the labels themselves", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, at = (name: string) => join(path, name)
      const pool = put("pool.csv", poolCsv()), labeled = put("l.csv", labels(15))
      yield* cli(["train", pool, "-l", labeled, "-n", "mlp(4)", "--epochs", "2", "-o", at("first"), ...cpu])
      yield* cli([
        "embed",
        pool,
        "-e",
        `model(${JSON.stringify(at("first"))})`,
        "--out",
        at("e.npy"),
        "--cache",
        "none",
        ...cpu
      ])
      const again = yield* cli(["train", at("e.npy"), "-l", labeled, "--epochs", "2", "-o", at("second"), ...cpu])
      assert.strictEqual(again.code, 0, again.stderr)
      assert.match(
        again.stderr,
        /note: the vectors come from \S*first, which was trained on labels; if these were among/
      )
      yield* cli(["embed", pool, "-e", "pca(2)", "--out", at("p.npy"), ...cpu])
      const without = yield* cli(["train", at("p.npy"), "-l", labeled, "--epochs", "2", "-o", at("third"), ...cpu])
      assert.strictEqual(without.code, 0, without.stderr)
      assert.notInclude(without.stderr, "the vectors come from")
    }), 30_000)
})
