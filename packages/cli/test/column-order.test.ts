import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const ITEMS = 30

/** Three numbers an item, of which the first tells its class and the second is large. */
const cells: { readonly [column: string]: (i: number) => string } = {
  id: (i) => `i${i}`,
  a: (i) => `${i % 2 === 0 ? -1 : 1}.${i}`,
  b: (i) => `${100 + i}`,
  c: (i) => `${i % 3}`,
  more: (i) => `${7 * i}`
}

const table = (...names: ReadonlyArray<string>): string =>
  [names.join(), ...Array.from({ length: ITEMS }, (_, i) => names.map((name) => cells[name]!(i)).join()), ""].join("\n")

const labels = `id,label\n${
  Array.from({ length: ITEMS }, (_, i) => `i${i},${i % 2 === 0 ? "low" : "high"}`).join("\n")
}\n`

const ran = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  const done = yield* cli(args)
  assert.strictEqual(done.code, 0, done.stderr)
  return done
})

const made = Effect.map(folder, ({ path, put }) => ({
  at: (name: string) => join(path, name),
  pool: put("pool.csv", table("id", "a", "b", "c")),
  other: put("other.csv", table("c", "more", "id", "b", "a")),
  lacks: put("lacks.csv", table("id", "a", "b", "more")),
  labels: put("labels.csv", labels),
  put
}))

describe("a table whose columns stand in another order", () => {
  it.effect("is predicted by its columns' names, and refused where one is missing", () =>
    Effect.gen(function*() {
      const { at, labels, lacks, other, pool } = yield* made, model = at("model")
      yield* ran("train", pool, "--labels", labels, "--out", model, "--epochs", "3", "--backend", "wasm", "-q")
      const predicted = Effect.fnUntraced(function*(items: string, name: string) {
        const { stderr } = yield* ran("predict", items, "--model", model, "--out", at(name), "--backend", "wasm")
        return [readFileSync(at(`${name}.probability.npy`)).toString("base64"), stderr] as const
      })
      const [same] = yield* predicted(pool, "same"), [moved, said] = yield* predicted(other, "moved")
      assert.strictEqual(moved, same)
      assert.match(said, /left out, for it was not learned from: "more"/)
      const refused = yield* cli(["predict", lacks, "--model", model, "--out", at("no"), "--backend", "wasm"])
      assert.strictEqual(refused.code, 1)
      assert.match(
        refused.stderr,
        /lacks\.csv: it has no column "c", which was learned from \(found "a", "b", "more"\)/
      )
    }).pipe(Effect.scoped), 60_000)

  it.effect("is embedded by an encoder that was fitted to the first, by its columns' names", () =>
    Effect.gen(function*() {
      const { at, lacks, other, pool } = yield* made
      yield* ran("embed", pool, "-e", "standardize", "-o", at("one.npy"), "--save", at("kept"), "-q")
      yield* ran("embed", other, "-e", `fitted(${at("kept")})`, "-o", at("two.npy"), "-q")
      assert.deepStrictEqual(readFileSync(at("two.npy")), readFileSync(at("one.npy")))
      const refused = yield* cli(["embed", lacks, "-e", `fitted(${at("kept")})`, "-o", at("no.npy")])
      assert.match(refused.stderr, /it has no column "c", which was learned from/)
    }).pipe(Effect.scoped))

  it.effect("tests an experiment as the first does", () =>
    Effect.gen(function*() {
      const { at, put } = yield* made
      const accuracies = Effect.fnUntraced(function*(test: string, name: string) {
        const text =
          `data: { name: d, pool: pool.csv, labels: labels.csv, test: { pool: ${test}, labels: labels.csv } }\n`
        const file = put(`${name}.yaml`, `${text}strategies: [random]\nseeds: 1\nbudget: 4\nrounds: 2\n`)
        return yield* cli(["run", file, "--out", at(name), "-j", "1", "-f", "csv", "-q"])
      })
      const one = yield* accuracies("pool.csv", "one"), two = yield* accuracies("other.csv", "two")
      assert.strictEqual(one.code, 0, one.stderr)
      assert.strictEqual(two.stdout, one.stdout)
      const refused = yield* accuracies("lacks.csv", "no")
      assert.match(refused.stderr, /lacks\.csv: it has no column "c", which was learned from/)
    }).pipe(Effect.scoped), 60_000)
})
