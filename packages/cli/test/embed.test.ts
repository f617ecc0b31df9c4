import { assert, describe, it } from "@effect/vitest"
import { BlockHasher } from "@marginalia/datasets/files/blocks"
import { parseNpy } from "@marginalia/datasets/files/npy"
import { npyToMatrix } from "@marginalia/datasets/files/npy-values"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const matrixIn = (path: string) => npyToMatrix(parseNpy(new Uint8Array(readFileSync(path))))
const textIn = (path: string) => readFileSync(path, "utf8")

describe("marginalia embed", () => {
  it.live("embeds a data set, so that select goes on from it", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, out = join(path, "pool.npy")
      const { code, stderr, stdout } = yield* cli(["embed", "digits", "--encoder", "pca(8)", "--l2", "--out", out])
      assert.deepStrictEqual([code, stdout], [0, ""])
      assert.match(stderr, /pca: 8 components hold 67\.4 % of the variance/)
      assert.match(stderr, /pool\.npy: 1797 × 8, pca\(8\), of length one, /)
      const { cols, data, rows } = matrixIn(out)
      assert.deepStrictEqual([rows, cols], [1797, 8])
      assert.closeTo(data.subarray(0, 8).reduce((sum, x) => sum + x * x, 0), 1, 1e-6)
      assert.match(textIn(join(path, "pool.labels.csv")), /^id,label\n0,0\n1,1\n/)
      assert.match(textIn(join(path, "pool.ids.csv")), /^row,id\n0,0\n1,1\n/)
      const about = JSON.parse(textIn(join(path, "pool.json"))) as { readonly [key: string]: unknown }
      assert.deepInclude(about, { rows: 1797, cols: 8, l2: true, marginaliaEmbedding: 1 })
      assert.deepInclude(about, { ...new BlockHasher().update(readFileSync(out)).finish() })
      assert.deepInclude(about["encoder"], { text: "pca(8)", fittedTo: 1797 })
      const picked = yield* cli(["select", out, "-s", "typiclust", "-b", "3", "--format", "ids"])
      assert.match(picked.stdout, /^\d+\n\d+\n\d+$/)
    }))

  it.live("says that a model or its package is not here before it reads what may be thousands of images", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, photos = join(path, "photos")
      mkdirSync(photos)
      put("photos/bad.png", "no image")
      const model = join(path, "none.onnx"), out = join(path, "pool.npy")
      const { code, stderr } = yield* cli(["embed", photos, "-e", `onnx(${model})`, "--size", "8", "-o", out])
      assert.strictEqual(code, 2)
      assert.match(stderr, /none\.onnx\): (?:this file cannot be read|the package onnxruntime-node is not installed)/)
      assert.notInclude(stderr, "bad.png")
    }))

  it.live("keeps a pool's ids, and its numbers where nothing is asked of them", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "a.npy"), ids = join(path, "names.csv")
      const pool = put("pool.csv", poolCsv())
      assert.strictEqual((yield* cli(["embed", pool, "-e", "raw", "-o", out, "--ids", ids, "-q"])).stderr, "")
      assert.match(textIn(ids), /^row,id\n0,item-0\n1,item-1\n/)
      assert.strictEqual(matrixIn(out).cols, 2)
      assert.isFalse(existsSync(join(path, "a.labels.csv")))
      const standardized = join(path, "b.npy")
      yield* cli(["embed", pool, "-e", "standardize", "-o", standardized])
      const { data } = matrixIn(standardized)
      const column = data.filter((_, i) => i % 2 === 0)
      assert.closeTo(column.reduce((sum, x) => sum + x, 0), 0, 1e-4)
      assert.closeTo(column.reduce((sum, x) => sum + x * x, 0), 30, 1e-3)
    }))

  it.live("leads from a folder of images to the names of those to label, and to a model", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, photos = join(path, "photos"), pool = join(path, "pool.npy")
      yield* Effect.promise(() => writePhotos(photos))
      assert.strictEqual((yield* cli(["embed", photos, "-e", "raw", "--size", "4", "-o", pool])).code, 0)
      const { stdout } = yield* cli(["select", pool, "-s", "typiclust", "-b", "4", "-f", "ids"])
      const names = stdout.split("\n")
      assert.strictEqual(names.filter((name) => /^(day|night)[/]\d\.png$/.test(name)).length, 4, stdout)
      const rows = names.map((name) => `${name},${name.split("/")[0]}\n`)
      writeFileSync(join(path, "labels.csv"), `id,label\n${rows.join("")}`)
      const train = ["train", pool, "-l", join(path, "labels.csv"), "--epochs", "5", "-o", join(path, "model")]
      assert.strictEqual((yield* cli([...train, "--backend", "cpu"])).code, 0)
      assert.include(textIn(join(path, "pool.labels.csv")), "day/0.png,day\n")
    }), 60_000)

  it.live("embeds the test items by what the training items say", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, photos = join(path, "photos"), out = join(path, "test.npy")
      yield* Effect.promise(() => writePhotos(join(photos, "train")))
      yield* Effect.promise(() => writePhotos(join(photos, "test"), ["day"]))
      const { code, stderr } = yield* cli(["embed", photos, "--split", "test", "-e", "standardize", "-o", out])
      assert.strictEqual(code, 0, stderr)
      const { cols, data, rows } = matrixIn(out)
      assert.deepStrictEqual([rows, cols], [4, 90])
      // The training items are 100 above and below their mean, and the test items 100 above.
      assert.closeTo(data.reduce((sum, x) => sum + x, 0) / data.length, 1, 0.01, "fitted to the test items themselves")
      assert.match(textIn(join(path, "test.labels.csv")), /^id,label\n\S*0\.png,day\n/)
    }), 60_000)

  it.live("refuses what makes no sense, and leaves no file", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "x.npy")
      const bad = put("bad.csv", "id,x\na,1\nb,NaN\n"), pool = put("pool.csv", poolCsv())
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
        [["digits", "-e", "pcb"], 1, /no encoder "pcb".*Did you mean "pca"/],
        [["digits", "-e", "pca(65)"], 1, /65 components of 1797 items × 64 numbers; take 1 to 64/],
        [["digits", "-e", "pca(k=3)"], 1, /no option "k"/],
        [["digits", "-e", "pca(1, 2)"], 1, /value without a name/],
        [["digits", "-e", "pca(3"], 1, /"pca\(3" cannot be read: column 6: expected/],
        [["digits", "-e", "raw", "--split", "test"], 1, /digits has no test items/],
        [["digits", "-e", "raw", "--shape", "8x8"], 1, /--shape says nothing about a data set/],
        [["digits", "-e", "raw", "--batch", "0"], 1, /--batch is 0/],
        [[pool, "-e", "raw", "--split", "all"], 1, /no column says which rows/],
        [[pool, "-e", "raw", "--skip-bad"], 1, /--skip-bad says nothing about a pool/],
        [[pool, "-e", "raw", "--shape", "3x3"], 1, /--shape 3x3x1 has 9 numbers, and the rows have 2/],
        [[pool, "-e", "raw", "--shape", "big"], 1, /--shape takes HxWxC/],
        [[bad, "-e", "raw"], 1, /bad\.csv/],
        [[join(path, "nothing.npy"), "-e", "raw"], 2, /no such file/],
        [["nothing", "-e", "raw"], 2, /no folder nothing, and no data set of this name/],
        [["digits", "-e", `model(${path})`], 2, /there is no model here/],
        [["digits", "-e", "model:"], 1, /written model\(PATH\) now/]
      ]
      for (const [args, code, message] of cases) {
        const result = yield* cli(["embed", ...args, "--out", out])
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, args.join(" "))
      }
      assert.strictEqual((yield* cli(["embed", "digits", "-e", "raw", "-o", join(path, "x.csv")])).code, 1)
      assert.strictEqual((yield* cli(["embed", pool, "-e", "raw", "-o", join(path, "no", "x.npy")])).code, 2)
      assert.deepStrictEqual(readdirSync(path).sort(), ["bad.csv", "pool.csv"])
    }))
})

/** Four bright images and four dark ones, in a folder each; or some of them. */
const writePhotos = async (into: string, some: ReadonlyArray<string> = ["day", "night"]): Promise<void> => {
  const { default: sharp } = await import("sharp")
  for (const [name, light] of ([["day", 220], ["night", 20]] as const).filter(([name]) => some.includes(name))) {
    mkdirSync(join(into, name), { recursive: true })
    for (let i = 0; i < 4; i++) {
      const background = { r: light + 5 * i, g: light, b: light - i }
      await sharp({ create: { width: 6, height: 5, channels: 3, background } }).png().toFile(
        join(into, name, `${i}.png`)
      )
    }
  }
}
