import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf, type Picture, png } from "../../datasets/test/pictures.ts"
import { cli } from "./cli.ts"

const picture = (n: number): Picture => ({
  tall: 9,
  wide: 7,
  at: (row, col, channel) => (17 * n * (row + 1) + 31 * col + 53 * channel * n) % 256
})

const parts = { train: 21, test: 9 }

/** A folder with a folder a class in two parts. */
const photos = folderOf(Object.fromEntries(
  Object.entries(parts).flatMap(([part, count]) =>
    Array.from(
      { length: count },
      (_, i) => [`${part}/${i % 2 === 0 ? "even" : "odd"}/${i}.png`, png(picture(i + count))]
    )
  )
))

/** What the commands leave in a folder, byte by byte; what tells of the time and the place apart. */
const contents = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()
      .filter((name) => /\.(?:npy|csv|bin)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name)).toString("base64")])
  )

const commands = (root: string, to: string): ReadonlyArray<ReadonlyArray<string>> => [
  ["embed", root, "--split", "all", "--encoder", "pca(3)", "--batch", "5", "--out", `${to}/pca.npy`],
  ["embed", root, "--encoder", "standardize", "--l2", "--out", `${to}/standardize.npy`],
  ["embed", root, "--split", "test", "--encoder", "raw", "--out", `${to}/raw.npy`],
  ["train", root, "--network", "mlp(hidden=[4])", "--set", "epochs=2", "--out", `${to}/model`],
  ["embed", root, "--encoder", `model(${to}/model)`, "--cache", `${to}/cache`, "--out", `${to}/features.npy`],
  ["predict", root, "--split", "all", "--model", `${to}/model`, "--batch", "4", "--out", `${to}/said`]
]

const done = (root: string, to: string, held: string) =>
  Effect.gen(function*() {
    let stderr = ""
    for (const args of commands(root, to)) {
      const result = yield* cli([...args, ...(/train|predict|model/.test(args.join()) ? ["--backend", "cpu"] : [])])
      assert.strictEqual(result.code, 0, result.stderr)
      stderr += result.stderr
    }
    return stderr
  }).pipe(
    Effect.provide(
      ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_MAX_HELD: held, MARGINALIA_CACHE: `${to}/scratch` }))
    )
  )

describe("images that are too large for memory", () => {
  it.live(
    "give the same embeddings, models and predictions as held ones, to the bit, and leave nothing behind",
    () =>
      Effect.gen(function*() {
        const root = yield* photos, to = yield* folderOf({ "held/x": "", "stored/x": "" })
        assert.notInclude(yield* done(root, `${to}/held`, "1MB"), "they lie in a file")
        const said = yield* done(root, `${to}/stored`, "1kB")
        assert.match(
          said,
          /21 images of 9 × 7 × 3 bytes take .* kB: they lie in a file in .*scratch while they are worked on/
        )
        const held = contents(`${to}/held`), stored = contents(`${to}/stored`)
        assert.isAbove(held.size, 9)
        assert.deepStrictEqual([...stored.keys()], [...held.keys()])
        for (const [name, bytes] of held) assert.strictEqual(stored.get(name), bytes, name)
        const scratch = `${to}/stored/scratch`
        assert.deepStrictEqual(existsSync(scratch) && readdirSync(scratch), [])
      }).pipe(Effect.scoped),
    120_000
  )
})
