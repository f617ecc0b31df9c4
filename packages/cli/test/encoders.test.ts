import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Twelve gray images of 8 × 8, in three kinds of stripes. */
const stripes = (): string => {
  const pixel = (image: number, at: number): number =>
    ((image % 3 === 0 ? at % 8 : image % 3 === 1 ? at >> 3 : (at % 8) + (at >> 3)) + image) % 3 / 2
  const names = Array.from({ length: 64 }, (_, i) => `p${i}`)
  const rows = Array.from({ length: 12 }, (_, image) => names.map((_, at) => pixel(image, at)).join(","))
  return [names.join(","), ...rows, ""].join("\n")
}

const simclr = "simclr(epochs=2, width=2, batch=6)"

const wasm = ["--backend", "wasm", "--threads", "1"]

describe("marginalia embed --encoder", () => {
  it.live("simclr trains an encoder, keeps it, and goes on from its checkpoint", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const at = (name: string) => join(path, name)
      const images = [put("stripes.csv", stripes()), "--shape", "8x8x1"]
      const save = ["--save", at("encoder"), "--checkpoint", at("progress")]
      const first = yield* cli(["embed", ...images, "-e", simclr, ...save, "-o", at("a.npy"), ...wasm])
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stderr, /epoch 2\/2, loss \S+, \S+ items\/s\n/)
      assert.match(first.stderr, /a\.npy: 12 × 16, model\(feature\), /)
      const resumed = yield* cli([
        ...["embed", ...images, "-e", simclr, "--checkpoint", at("progress"), "--resume", "-o", at("b.npy")],
        ...wasm
      ])
      assert.match(resumed.stderr, /going on after epoch 2/)
      assert.deepStrictEqual(readFileSync(at("b.npy")), readFileSync(at("a.npy")))
      const cache = ["--cache", at("cache")]
      const encoder = `model(${at("encoder")})`
      const kept = yield* cli(["embed", ...images, "-e", encoder, ...cache, "-o", at("c.npy"), ...wasm])
      assert.strictEqual(kept.code, 0, kept.stderr)
      assert.deepStrictEqual(readFileSync(at("c.npy")), readFileSync(at("a.npy")))
      assert.strictEqual(readdirSync(at("cache")).length, 1)
      const again = yield* cli(["embed", ...images, "-e", encoder, ...cache, "-o", at("d.npy"), ...wasm])
      assert.match(again.stderr, /12 vectors of 12 were in the cache/)
      assert.deepStrictEqual(readFileSync(at("d.npy")), readFileSync(at("a.npy")))
      const uncached = yield* cli(["embed", ...images, "-e", encoder, "--cache", "none", "-o", at("e.npy"), ...wasm])
      assert.notMatch(uncached.stderr, /cache/)
      const refused = yield* cli(["embed", ...images, "-e", simclr, ...save, "-o", at("f.npy"), ...wasm])
      assert.deepStrictEqual([refused.code, existsSync(at("f.npy"))], [1, false])
      assert.match(refused.stderr, /there is a checkpoint in .*--resume/)
    }), 60_000)

  it.live("refuses what says nothing to an encoder, or makes no sense to it", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const texts = put("texts.txt", "one\ntwo\n"),
        gap = put("gap.txt", "one\n\ntwo\n"),
        broken = put("broken.json", "{")
      const strangers = join(path, "strangers")
      mkdirSync(strangers)
      writeFileSync(join(strangers, "notes.txt"), "mine")
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
        [
          ["digits", "-e", "raw", "--save", "x"],
          1,
          /--save says nothing to raw; it is for standardize, pca and simclr/
        ],
        [
          ["digits", "-e", "pca(3)", "--pooling", "cls"],
          1,
          /--pooling says nothing to pca; it is for onnx and transformers/
        ],
        [["digits", "-e", "raw", "--allow-remote"], 1, /--allow-remote says nothing to raw/],
        [["digits", "-e", "simclr(epoch=2)"], 1, /simclr: there is no option "epoch".*Did you mean "epochs"/],
        [["digits", "-e", simclr, "--resume"], 1, /--resume is given without --checkpoint/],
        [["digits", "-e", simclr, "--resume", "--checkpoint", join(path, "none")], 1, /there is no checkpoint in/],
        [["digits", "-e", simclr, "--save", path], 1, /x\.npy lies in --save .*, which is replaced whole/],
        [["digits", "-e", simclr, "--save", strangers], 2, /notes\.txt, which is no part of a model/],
        [["digits", "-e", "onnx"], 1, /onnx: file is missing/],
        [["digits", "-e", "onnx(x.onnx)", "--preprocess", broken], 2, /broken\.json: this is no description/],
        [["digits", "-e", "onnx(x.onnx)"], 2, /onnx\(x\.onnx\): (the package onnxruntime-node|this file)/],
        [[texts, "-e", "raw"], 1, /raw takes no texts/],
        // Before the texts are read, which are none here: what is wrong with texts is told by readTexts.
        [[gap, "-e", "transformers(x)"], 2, /transformers\(x\): (the package @huggingface|there is no such folder)/]
      ]
      for (const [args, code, message] of cases) {
        const result = yield* cli(["embed", ...args, "--out", join(path, "x.npy"), ...wasm])
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, args.join(" "))
      }
      assert.isFalse(existsSync(join(path, "x.npy")))
    }), 60_000)
})
