import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const cpu = ["--backend", "cpu"]

/** Twelve classes `1` to `12`, three pictures each: pixel k is bright in class k. */
const pictures = (root: string) =>
  Effect.promise(async () => {
    for (let k = 1; k <= 12; k++) {
      mkdirSync(join(root, String(k)), { recursive: true })
      for (let i = 0; i < 3; i++) {
        const data = Uint8Array.from({ length: 48 }, (_, at) => Math.floor(at / 3) === k ? 255 - i : 10 * i)
        const raw = { width: 4, height: 4, channels: 3 } as const
        await sharp(data, { raw }).png().toFile(join(root, String(k), `${i}.png`))
      }
    }
  })

interface Pseudo {
  readonly id: string
  readonly className: string
}

describe("classes that are numbers", () => {
  it.live("have one order from folders to pseudo-labels: embed, train, predict, select", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, at = (name: string) => join(path, name)
      yield* pictures(at("photos"))
      const done = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
        const { code, stderr, stdout } = yield* cli(args)
        assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}`)
        return stdout
      })
      yield* done("embed", at("photos"), "--encoder", "raw", "--out", at("pool.npy"))
      const labels = readFileSync(at("pool.labels.csv"), "utf8")
      const firsts = put("firsts.csv", labels.split("\n").filter((line) => /^id|\/0\.png/.test(line)).join("\n") + "\n")
      const few = put("few.csv", "id,label\n2/0.png,2\n10/0.png,10\n")
      const rounds: ReadonlyArray<readonly [items: string, ...more: ReadonlyArray<string>]> = [
        [at("pool.npy"), "-l", at("pool.labels.csv")],
        [at("pool.npy"), "-l", firsts],
        [at("photos")]
      ]
      for (const [items, ...more] of rounds) {
        yield* done(
          "train",
          items,
          ...more,
          "--epochs",
          "60",
          "--folds",
          "0",
          "--set",
          "rate=0.5",
          "-o",
          at("model"),
          ...cpu
        )
        yield* done("predict", items, "--model", at("model"), "--out", at("p"), ...cpu)
        const column = ["--column", `probability=${at("p.probability.npy")}`]
        for (const known of [firsts, few]) {
          const text = yield* done(
            "select",
            at("pool.npy"),
            "-s",
            "ceal(delta=2)",
            "-b",
            "1",
            "-f",
            "json",
            "-l",
            known,
            ...column
          )
          const { pseudo } = JSON.parse(text) as { readonly pseudo: ReadonlyArray<Pseudo> }
          assert.isAtLeast(pseudo.length, 20)
          assert.deepStrictEqual(pseudo.filter(({ className, id }) => id.split("/")[0] !== className), [])
        }
      }
    }), 60_000)
})
