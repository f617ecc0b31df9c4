import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf, png } from "../../../../datasets/test/pictures.ts"
import { openSource } from "../../items/source.ts"
import { embedItems } from "./embed.ts"

const embedded = Effect.fnUntraced(function*(path: string, folder: string, encoder = "auto", more: object = {}) {
  const source = { path, encoder, ...more }
  return yield* embedItems(yield* openSource(source), { source, folder, seed: 1 })
})

const distance = ({ cols, data }: Matrix, a: number, b: number): number => {
  let sum = 0
  for (let j = 0; j < cols; j++) sum += (data[a * cols + j]! - data[b * cols + j]!) ** 2
  return Math.sqrt(sum)
}

const shade = (value: number, noise: number) => ({
  tall: 20,
  wide: 30,
  at: (row: number, col: number) => (value + (row * 7 + col * 3 + noise) % 5) % 256
})

layer(NodeServices.layer)("items as vectors", (it) => {
  it.effect("of image files are components of their pixels, computed once, and bad files are told each time", () =>
    Effect.gen(function*() {
      const files = Object.fromEntries([10, 12, 200, 202].map((value, i) => [`${i}.png`, png(shade(value, i))]))
      const root = yield* folderOf({ ...files, "9.png": "no image" }), project = yield* folderOf({})
      const dated = () => {
        for (const name of readdirSync(root)) utimesSync(join(root, name), 1000, 1000)
      }
      dated()
      const first = yield* embedded(root, project)
      assert.deepStrictEqual([first.matrix.rows, first.matrix.cols, first.encoder], [5, 4, "pca(4)"])
      assert.match(first.advice!, /a network does: put MODEL\.onnx/)
      assert.deepStrictEqual(first.bad.map(({ item }) => item), [4])
      assert.match(first.bad[0]!.problem, /no whole image/)
      assert.isBelow(distance(first.matrix, 0, 1), distance(first.matrix, 0, 2) / 10)
      // The cache goes by names, sizes and times: nothing is decoded again.
      for (const name of readdirSync(root)) {
        const path = join(root, name)
        writeFileSync(path, new Uint8Array(statSync(path).size))
      }
      dated()
      const again = yield* embedded(root, project)
      assert.deepStrictEqual(again.matrix.data.slice(), first.matrix.data.slice())
      assert.deepStrictEqual(again.bad, first.bad)
      writeFileSync(join(root, "0.png"), "another")
      assert.lengthOf((yield* embedded(root, project)).bad, 5)
    }))

  it.effect("of arrays and tables of numbers are these numbers, with a scale a column for tables", () =>
    Effect.gen(function*() {
      const project = yield* folderOf({ "t.csv": "id,label,x,y\na,r,1,200\nb,,2,100\n" })
      const table = yield* embedded(join(project, "t.csv"), project)
      assert.deepStrictEqual([[...table.matrix.data], table.scaling], [[1, 200, 2, 100], "columns"])
      const digits = yield* embedded("digits", project)
      assert.deepStrictEqual([digits.matrix.rows, digits.matrix.cols, digits.encoder], [1797, 64, "raw"])
      assert.strictEqual(Math.max(...digits.matrix.data.subarray(0, 640)), 1)
    }))

  it.effect("of texts, and of rows with words in them, put those together that share words", () =>
    Effect.gen(function*() {
      const texts = ["the cat sat on the mat", "a cat on a mat", "stocks fell on monday", "on monday the stocks rose"]
      const root = yield* folderOf({
        "t.csv": `text\n${texts.join("\n")}\n`,
        "w.csv": "color,size\nred,large\nred,large\nblue,small\nblue,small\n"
      })
      for (const name of ["t.csv", "w.csv"]) {
        const { advice, encoder, matrix } = yield* embedded(join(root, name), root)
        assert.strictEqual(encoder, "words")
        assert.strictEqual(advice !== undefined, name === "t.csv")
        assert.isBelow(distance(matrix, 0, 1), distance(matrix, 0, 2))
        assert.isBelow(distance(matrix, 2, 3), distance(matrix, 1, 3))
      }
    }))

  it.effect("are those of the encoder that is named, and say when it takes no such items", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({
        "t.csv": "text\none two\nthree four\n",
        "a/1.png": png(shade(3, 1)),
        "a/2.png": png(shade(90, 2))
      })
      const images = join(root, "a")
      const raw = yield* embedded(images, root, "raw")
      assert.deepStrictEqual([raw.matrix.rows, raw.matrix.cols, raw.encoder], [2, 3072, "raw"])
      assert.strictEqual((yield* embedded(images, root, "pca(1)")).matrix.cols, 1)
      assert.match((yield* Effect.flip(embedded(join(root, "t.csv"), root, "pca(1)"))).message, /takes no texts/)
      assert.match((yield* Effect.flip(embedded(images, root, "pcaa"))).message, /pcaa/)
    }))
})
