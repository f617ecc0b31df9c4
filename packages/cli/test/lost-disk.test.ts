import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, writeFileSync } from "node:fs"
import { folderOf, plain, png } from "../../datasets/test/pictures.ts"
import { commands } from "./commands.ts"

/** From here on nothing can be read from a scratch file: as where the disk is gone. */
const plugin = `
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

const read = fs.readSync
fs.readSync = (fd, ...rest) => {
  if (fs.readlinkSync("/proc/self/fd/" + fd).includes("/scratch-")) {
    throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" })
  }
  return read(fd, ...rest)
}
syncBuiltinESMExports()
export { random } from "@marginalia/strategies"
`

const yaml = (root: string): string =>
  `data: { name: mine, dataset: ${root}/photos }\nembedding: pca(2)\nstrategies: [random]\nbudget: 2\nrounds: 2\nseeds: 1\n` +
  "learner: { name: linear, epochs: 1 }\n"

const lines = (root: string): ReadonlyArray<ReadonlyArray<string>> => [
  ["embed", `${root}/photos`, "-e", "pca(2)", "--out", `${root}/out.npy`],
  [
    "train",
    `${root}/photos`,
    "--network",
    "mlp(hidden=[4])",
    "--epochs",
    "1",
    "--out",
    `${root}/out`,
    "--backend",
    "cpu"
  ],
  ["run", `${root}/e.yaml`, "--out", `${root}/runs`, "--jobs", "2"]
]

describe.skipIf(!existsSync("/proc/self/fd"))("a disk that fails while images lie on it", () => {
  it.live("is told in a sentence with exit code 2, and nothing is left", () =>
    Effect.gen(function*() {
      const images = Array.from(
        { length: 12 },
        (_, i) => [`photos/${i % 4 === 3 ? "test" : "train"}/${"ab"[i % 2]}/${i}.png`, png(plain(20 * i))]
      )
      const root = yield* folderOf(Object.fromEntries([...images, ["mine.ts", plugin]]))
      writeFileSync(`${root}/e.yaml`, yaml(root))
      const env = { MARGINALIA_MAX_HELD: "20B", MARGINALIA_CACHE: `${root}/cache` }
      const all = lines(root).map((args) => [...args, "--plugin", `${root}/mine.ts`])
      const results = yield* commands(all, { env })
      for (const [i, { code, stderr }] of results.entries()) {
        assert.match(
          stderr,
          /\d+ images of 2 × 2 × 3 bytes cannot be read again from the file in \S+ that holds them \(EIO/
        )
        assert.notMatch(stderr, /bug in marginalia|\n +at /)
        assert.strictEqual(code, 2, `${all[i]!.join(" ")}: ${stderr}`)
      }
      assert.deepStrictEqual(readdirSync(`${root}/cache`), [])
      const left = readdirSync(root).filter((name) => name.startsWith("out"))
      assert.deepStrictEqual(left, [])
    }).pipe(Effect.scoped), 120_000)
})
