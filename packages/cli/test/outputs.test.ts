import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder, pool, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Everything that stands in the folder by the names given, as text. */
const contents = (path: string, names: ReadonlyArray<string>): string =>
  names.map((name) => readFileSync(join(path, name), "latin1")).join("\n")

const labels = ["id,label", ...Array.from({ length: 30 }, (_, i) => `item-${i},${"abc"[i % 3]}`), ""].join("\n")

const names = ["pool.npy", "pool.csv", "pool.ids.csv", "pool.json", "labels.csv", "p.npy", "plugin.ts", "e.yaml"]

const inputs = Effect.map(folder, ({ path, put }) => {
  put("pool.npy", pool())
  put("pool.csv", poolCsv())
  put("pool.ids.csv", "row,id\n")
  put("pool.json", "{}")
  put("labels.csv", labels)
  put("p.npy", pool())
  put("plugin.ts", "export const x = 1")
  put("e.yaml", "data: { pool: units/pool.csv, labels: labels.csv }\nstrategies: [random]\nrounds: 1\nseeds: 1\n")
  symlinkSync(join(path, "pool.npy"), join(path, "link.npy"))
  linkSync(join(path, "pool.npy"), join(path, "hard.npy"))
  mkdirSync(join(path, "units"))
  writeFileSync(join(path, "units", "pool.csv"), poolCsv())
  mkdirSync(join(path, "model"))
  writeFileSync(join(path, "model", "model.json"), "{}")
  writeFileSync(join(path, "model", "experiment.json"), "{}")
  return path
})

const question = ["-s", "random", "-b", "2", "-q"]

const cases: ReadonlyArray<readonly [name: string, args: ReadonlyArray<string>, says: RegExp]> = [
  ["select --out", ["select", "pool.npy", ...question, "--out", "pool.npy"], /--out .* would replace the pool/],
  ["select --manifest", ["select", "pool.npy", ...question, "--manifest", "pool.npy"], /--manifest .* would replace/],
  ["select through a link", ["select", "pool.npy", ...question, "--out", "link.npy"], /would replace the pool/],
  ["select to a hard link", ["select", "pool.npy", ...question, "--out", "hard.npy"], /would replace the pool/],
  [
    "select onto the ids",
    ["select", "pool.npy", ...question, "-o", "pool.ids.csv"],
    /would replace the ids of the pool/
  ],
  ["select onto the labels", ["select", "pool.csv", ...question, "-l", "labels.csv", "-o", "labels.csv"], /the labels/],
  [
    "select onto a column",
    ["select", "pool.csv", ...question, "-c", "feature=p.npy", "-o", "p.npy"],
    /the column feature/
  ],
  [
    "select onto a plugin",
    ["select", "pool.csv", ...question, "--plugin", "plugin.ts", "-o", "plugin.ts"],
    /the plugin/
  ],
  ["embed --out", ["embed", "pool.npy", "-e", "raw", "--out", "pool.npy"], /--out .* would replace the items/],
  ["embed --ids", ["embed", "pool.csv", "-e", "raw", "--out", "x.npy", "--ids", "pool.csv"], /--ids .* would replace/],
  ["embed beside", ["embed", "pool.csv", "-e", "raw", "--out", "x.npy", "--ids", "x.json"], /name the same file/],
  [
    "embed onto a model",
    ["embed", "pool.csv", "-e", "model(model)", "--out", "model/model.npy"],
    /lies in the encoder/
  ],
  ["train --out", ["train", "units/pool.csv", "-l", "labels.csv", "--out", "units"], /--out .* lies in it/],
  ["train on the pool", ["train", "pool.csv", "-l", "labels.csv", "--out", "pool.csv"], /would replace the items/],
  ["run into the data", ["run", "e.yaml", "--out", "."], /--out .* lies in it/],
  ["report onto the experiment", ["report", "model", "--out", "model"], /and the experiment .* lies in it/]
]

describe("an output may not replace an input", () => {
  for (const [name, args, says] of cases) {
    it.effect(name, () =>
      Effect.gen(function*() {
        const path = yield* inputs, before = contents(path, names)
        const inside = args.map((arg) => {
          const [, head = "", file, tail = ""] = /^(feature=|model\(|)(.*?)(\)?)$/.exec(arg)!
          return names.includes(file!) || /^(\.|units|model|link|hard|x\.)/.test(file!)
            ? head + join(path, file!) + tail
            : arg
        })
        const { code, stderr, stdout } = yield* cli(inside)
        assert.match(stderr, says)
        assert.strictEqual(code, 1)
        assert.strictEqual(stdout, "")
        assert.strictEqual(contents(path, names), before)
      }))
  }

  it.effect("predict onto the pool", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const items = put("x.probability.npy", pool())
      const { code, stderr } = yield* cli(["predict", items, "--model", path, "--out", join(path, "x")])
      assert.match(stderr, /--out .*x\.probability\.npy would replace the items/)
      assert.strictEqual(code, 1)
    }))
})
