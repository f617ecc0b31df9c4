import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const noise = (i: number): number => {
  const x = Math.sin(i * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

const classes = ["bars", "dots", "steps"] as const

/** The brightness that a class has at a pixel: stripes down, stripes across, or their crossings. */
const pattern = (kind: number, row: number, col: number): number =>
  60 * (kind === 0 ? col % 2 : kind === 1 ? row % 2 : (row + col) % 2)

/** A noisy photo of a class, 10 × 10, and large stains that have nothing to do with it. */
const photo = (kind: number, seed: number) => {
  const pixels = Uint8Array.from({ length: 300 }, (_, i) => {
    const pixel = Math.floor(i / 3), row = Math.floor(pixel / 10), col = pixel % 10
    const stain = 60 * noise(seed * 7 + Math.floor(row / 5) * 2 + Math.floor(col / 5))
    return 40 + pattern(kind, row, col) + stain + 20 * noise(seed * 1009 + i)
  })
  return sharp(pixels, { raw: { width: 10, height: 10, channels: 3 } })
}

/** A folder a class; the seeds say which photos. */
const write = (root: string, counts: ReadonlyArray<number>, from: number) =>
  Effect.promise(async () => {
    for (const [kind, name] of classes.entries()) {
      mkdirSync(join(root, name), { recursive: true })
      for (let i = 0; i < counts[kind]!; i++) {
        await photo(kind, from + 100 * kind + i).png().toFile(join(root, name, `${i}.png`))
      }
    }
  })

const wasm = ["--backend", "wasm", "--threads", "1"]

/** The share of predictions that are the folder's class. */
const accuracy = (path: string): number => {
  const rows = readFileSync(path, "utf8").trimEnd().split("\n").slice(1).map((row) => row.split(","))
  return rows.filter(([id = "", label]) => id.split("/").at(-2) === label).length / rows.length
}

const done = Effect.fnUntraced(function*(args: ReadonlyArray<string>) {
  const result = yield* cli(args)
  assert.strictEqual(result.code, 0, result.stderr)
  return result.stderr
})

describe("from images to a trained model, to new images", () => {
  it.live(
    "new photos are embedded by the encoder that was kept, and predicted as well as those held out",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, at = (name: string) => join(path, name)
        yield* write(at("photos/train"), [14, 14, 14], 0)
        yield* write(at("photos/test"), [9, 6, 3], 5000)
        yield* write(at("new"), [9, 6, 3], 5000)
        const said = yield* done([
          "embed",
          at("photos"),
          "-e",
          "pca(6)",
          "--size",
          "8",
          "-o",
          at("pool.npy"),
          ...wasm.slice(2)
        ])
        assert.match(
          said,
          /pool\.encoder: the encoder; new items become such vectors by --encoder "fitted\(.*pool\.encoder\)"/
        )
        yield* done([
          "train",
          at("pool.npy"),
          "-l",
          at("pool.labels.csv"),
          "--epochs",
          "60",
          "-o",
          at("model"),
          ...wasm
        ])

        const kept = `fitted(${at("pool.encoder")})`
        const sized = yield* done(["embed", at("new"), "-e", kept, "-o", at("new.npy")])
        assert.match(sized, /images are scaled and cropped to 8 × 8, as it was made with/)
        yield* done(["predict", at("new.npy"), "-m", at("model"), "-o", at("p"), ...wasm])
        yield* done(["embed", at("photos"), "-e", kept, "--split", "test", "-o", at("held.npy")])
        assert.deepStrictEqual(readFileSync(at("new.npy")), readFileSync(at("held.npy")))
        assert.isAtLeast(accuracy(at("p.predicted.csv")), 0.9)

        // Fitted anew, the components are others.
        yield* done(["embed", at("new"), "-e", "pca(6)", "--size", "8", "-o", at("anew.npy")])
        const anew = yield* cli(["predict", at("anew.npy"), "-m", at("model"), "-o", at("q"), ...wasm])
        assert.strictEqual(anew.code, 1)
        assert.match(
          anew.stderr,
          /trained on vectors by pca\(6\) \(\w{12}…\), and .*anew\.npy holds vectors by pca\(6\) \(/
        )
        assert.match(anew.stderr, /marginalia embed ITEMS --out NEW\.npy --encoder "fitted\(\S*pool\.encoder\)"/)
      }),
    120_000
  )

  it.live(
    "predict refuses vectors by another encoder, of another length, or none, and says where nothing is known",
    () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder, at = (name: string) => join(path, name)
        const rows = Array.from({ length: 12 }, (_, i) => `i${i},${i % 2 ? 5 + noise(i) : noise(i)},${noise(i + 99)}`)
        const pool = put("pool.csv", ["id,x,y", ...rows, ""].join("\n"))
        const labels = put(
          "labels.csv",
          `id,label\n${Array.from({ length: 12 }, (_, i) => `i${i},${i % 2}\n`).join("")}`
        )
        yield* done(["embed", pool, "-e", "standardize", "-o", at("a.npy"), "--l2", "--save", at("mine")])
        yield* done(["train", at("a.npy"), "-l", labels, "--epochs", "5", "-o", at("model"), ...wasm])
        const predict = (items: string) => cli(["predict", items, "-m", at("model"), "-o", at("p"), ...wasm])
        assert.strictEqual((yield* predict(at("a.npy"))).code, 0)

        // The same encoder by either word, and it by another name.
        for (const word of ["fitted", "model"]) {
          yield* done(["embed", pool, "-e", `${word}(${at("mine")})`, "--l2", "-o", at("b.npy")])
          assert.strictEqual((yield* predict(at("b.npy"))).code, 0)
        }
        yield* done(["embed", pool, "-e", `fitted(${at("mine")})`, "-o", at("c.npy")])
        yield* done(["embed", pool, "-e", "raw", "--l2", "-o", at("d.npy")])
        for (const other of ["c", "d"]) {
          const { code, stderr } = yield* predict(at(`${other}.npy`))
          assert.strictEqual(code, 1)
          assert.match(
            stderr,
            /trained on vectors by standardize of length one .*--out NEW\.npy --encoder "fitted\(\S*mine\)" --l2/
          )
        }
        const unknown = yield* predict(pool)
        assert.strictEqual(unknown.code, 0)
        assert.match(unknown.stderr, /nothing beside .*pool\.csv says how it was embedded/)
        yield* done(["train", pool, "-l", labels, "--epochs", "2", "-o", at("plain"), ...wasm])
        const plain = yield* done(["predict", at("a.npy"), "-m", at("plain"), "-o", at("p"), ...wasm])
        assert.match(plain, /a\.npy holds vectors by standardize of length one .*nothing says how those were made/)
        const pictures = yield* predict("digits")
        assert.match(pictures.stderr, /and digits is not embedded; embed them as these were/)
        put("a.npy", readFileSync(at("d.npy")))
        assert.match((yield* predict(at("a.npy"))).stderr, /a\.json: this describes another array than/)
      }),
    120_000
  )

  it.live(
    "photos of several sizes are made small for principal components, which is said",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, at = (name: string) => join(path, name)
        yield* write(at("new"), [3, 3, 3], 0)
        yield* done(["embed", at("new"), "-e", "pca(2)", "-o", at("own.npy")])
        yield* Effect.promise(() => photo(0, 77).resize(300, 200).png().toFile(at("new/bars/large.png")))
        const said = yield* done(["embed", at("new"), "-e", "pca(2)", "-o", at("x.npy")])
        assert.match(said, /have different sizes; they are scaled and cropped to 32 × 32 \(--size says otherwise\)/)
        const raw = yield* cli(["embed", at("new"), "-e", "raw", "-o", at("y.npy")])
        assert.match(raw.stderr, /--size/)
      }),
    60_000
  )
})
