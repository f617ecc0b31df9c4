import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { folder, pool, type Put } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { resultAt, small } from "./experiments.ts"
import { orphans, stopped } from "./signals.ts"

/** A selector that says that it is at work, and never comes to an end. */
const slow = (put: Put): string =>
  put(
    "slow.ts",
    `
import { Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
export const slow = Select.define({
  name: "slow", summary: "takes its time", options: Schema.Struct({}), needs: [],
  pick: () => () => Effect.sync(() => console.error("at work")).pipe(Effect.andThen(Effect.never))
})
`
  )

const signals = ["SIGINT", "SIGTERM"] as const

/** Lines that are stopped in one phase each: what they say then, and the files that are there before and after. */
const phases: ReadonlyArray<
  readonly [name: string, args: (put: Put, path: string) => ReadonlyArray<string>, when: RegExp]
> = [
  [
    "choosing",
    (put, path) => [
      ...["select", put("p.npy", pool()), "-s", "slow", "-b", "2", "--plugin", slow(put)],
      ...["-o", join(path, "picks.csv"), "-m", join(path, "m.json")]
    ],
    /at work/
  ],
  [
    "training",
    (_, path) => [
      ...["train", "digits", "-n", "mlp(64)", "--epochs", "100000", "--backend", "cpu", "-o", join(path, "model")]
    ],
    /epoch|items/
  ],
  [
    "embedding",
    (_, path) => [
      ...["embed", "digits", "-e", "simclr(epochs=1000, width=8)", "--backend", "wasm", "--cache", "none"],
      ...["-o", join(path, "e.npy")]
    ],
    /epoch|simclr|\d/
  ]
]

describe("a signal", () => {
  for (const [i, [name, args, when]] of phases.entries()) {
    const signal = signals[i % 2]!
    it.live(`${signal} while it is ${name} ends it with 130, and leaves nothing behind`, () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder, given = args(put, path), before = readdirSync(path)
        const ended = yield* stopped(given, signal, when)
        assert.strictEqual(ended.code, 130, `${ended.signal}: ${ended.stderr}`)
        assert.deepStrictEqual(yield* orphans(ended.children), [])
        assert.deepStrictEqual(readdirSync(path), before)
      }))
  }

  // Many kills, at any moment, are `npm run check:kills`.
  it.live("in the middle of an experiment ends it, with its processes, and it goes on to the same end", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, file = put("e.yaml", small())
      const never = yield* cli(["run", file, "--out", join(path, "never"), "-j", "1", "-q"])
      const wanted = yield* resultAt(join(path, "never"))
      const ways = [["SIGINT", "1", 130], ["SIGKILL", "2", null]] as const
      for (const [signal, jobs, code] of ways) {
        const out = join(path, signal)
        const ended = yield* stopped(["run", file, "--out", out, "-j", jobs], signal, /is done;/)
        assert.strictEqual(ended.code, code, `${ended.signal}: ${ended.stderr}`)
        assert.strictEqual(/stopped; go on with: marginalia run .* --resume/.test(ended.stderr), signal === "SIGINT")
        assert.strictEqual(ended.children.length > 0, jobs === "2")
        assert.deepStrictEqual(yield* orphans(ended.children), [])
        if (signal === "SIGINT") assert.match((yield* cli(["runs", out])).stdout, /resumable/)
        const resumed = yield* cli(["run", out, "--resume", "-j", "1", "-q"])
        assert.strictEqual(resumed.code, 0, resumed.stderr)
        assert.strictEqual(resumed.stdout, never.stdout)
        assert.deepStrictEqual(yield* resultAt(out), wanted)
      }
    }))
})
