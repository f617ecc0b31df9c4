import { assert, describe, it } from "@effect/vitest"
import { parseNpy } from "@marginalia/datasets/files/npy"
import { npyToMatrix } from "@marginalia/datasets/files/npy-values"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const colors = { red: [220, 30, 30], green: [30, 220, 30], blue: [30, 30, 220] } as const

/** A folder a color, with six images of it, each a little darker than the one before. */
const write = (root: string) =>
  Effect.promise(async () => {
    for (const [name, color] of Object.entries(colors)) {
      mkdirSync(join(root, name), { recursive: true })
      for (let i = 0; i < 6; i++) {
        const pixels = Uint8Array.from({ length: 12 * 8 * 3 }, (_, at) => color[at % 3]! - 4 * i)
        const image = sharp(pixels, { raw: { width: 12, height: 8, channels: 3 } })
        await image.png().toFile(join(root, name, `${i}.png`))
      }
    }
  })

const wasm = ["--backend", "wasm", "--threads", "1"]
const rowsIn = (path: string) => npyToMatrix(parseNpy(new Uint8Array(readFileSync(path)))).rows

describe("a folder of images", () => {
  it.live(
    "is embedded, trained on and predicted; one that cannot be read is named, and left out where that is wanted",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, images = join(path, "colors"), out = join(path, "pool.npy")
        yield* write(images)
        const embedded = yield* cli(["embed", images, "-e", "raw", "--size", "4", "-o", out])
        assert.strictEqual(embedded.code, 0, embedded.stderr)
        assert.match(embedded.stderr, /pool\.npy: 18 × 48, raw, /)
        assert.match(readFileSync(join(path, "pool.ids.csv"), "utf8"), /^row,id\n0,blue\/0\.png\n/)
        assert.match(readFileSync(join(path, "pool.labels.csv"), "utf8"), /^id,label\nblue\/0\.png,blue\n/)
        const model = join(path, "model")
        const trained = yield* cli([
          ...["train", images, "--size", "8", "--epochs", "40", "--folds", "0", "-o", model],
          ...wasm
        ])
        assert.strictEqual(trained.code, 0, trained.stderr)
        const predicted = yield* cli([
          "predict",
          images,
          "--size",
          "8",
          "--model",
          model,
          "-o",
          join(path, "p"),
          ...wasm
        ])
        assert.strictEqual(predicted.code, 0, predicted.stderr)
        const rows = readFileSync(join(path, "p.predicted.csv"), "utf8").trimEnd().split("\n").slice(1)
        const right = rows.filter((row) => row.split("/")[0] === row.split(",")[1])
        assert.strictEqual(right.length, 18)
        writeFileSync(join(images, "red", "bad.png"), "no image")
        const stopped = yield* cli(["embed", images, "-e", "raw", "--size", "4", "-o", join(path, "no.npy")])
        assert.match(stopped.stderr, /bad\.png: .*--skip-bad/)
        assert.strictEqual(stopped.code, 2)
        const skipped = yield* cli(["embed", images, "-e", "raw", "--size", "4", "--skip-bad", "-o", out])
        assert.match(skipped.stderr, /left out: .*bad\.png: /)
        assert.match(skipped.stderr, /1 image of .* left out/)
        assert.strictEqual(rowsIn(out), 18)
      }),
    120_000
  )

  it.live(
    "with parts is trained on one and tested on the other, by the names of the classes",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, images = join(path, "colors"), model = join(path, "model")
        yield* write(join(images, "train"))
        yield* write(join(images, "test"))
        // The classes in another order than the folders'.
        const labels = ["red", "green", "blue"].flatMap((
          name
        ) => [`train/${name}/0.png,${name}`, `train/${name}/5.png,${name}`])
        const file = join(path, "labels.csv")
        writeFileSync(file, ["id,label", ...labels, ""].join("\n"))
        const asked = ["-l", file, "--classes", "red,green,blue", "--epochs", "40", "--folds", "0", "-o", model]
        const { code, stderr } = yield* cli(["train", images, "--size", "4", ...asked, ...wasm])
        assert.strictEqual(code, 0, stderr)
        assert.match(
          stderr,
          /trained on 6 items in .*, 3 classes\ntraining accuracy .*\naccuracy on the 18 test items: 1\.0000$/
        )
      }),
    120_000
  )
})
