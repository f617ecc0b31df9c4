import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder, pool } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Reads the library by name from a folder that has none installed. */
const last = `
import { Options, Recipe, Score, Select, Strategy } from "@marginalia/core"
import { top } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const late = Score.define({
  name: "late",
  summary: "later items first",
  options: Schema.Struct({ sign: Options.field(Schema.Finite, 1, "1: the last first; -1: the first") }),
  needs: ["embedding"],
  of: ({ sign }) => (frame) => Effect.succeed(Score.scatter(frame, Float64Array.from(frame.candidates, (p) => sign * p)))
})

export const latest = Recipe.define({
  name: "latest",
  options: Schema.Struct({}),
  about: { summary: "The last items of the pool." },
  build: () => Strategy.make(top(late()))
})

const enum_: number = 1
export const earliest = Strategy.make(top(late({ sign: -enum_ })))
`

describe("--plugin", () => {
  it.effect("brings strategies and parts, which stand in select and strategies", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const plugin = ["--plugin", put("mine.ts", last)]
      const ids = (strategy: string) =>
        Effect.map(cli(["select", put("p.npy", pool()), "-s", strategy, "-b", "2", "-f", "ids", ...plugin]), (result) =>
          result.stdout)
      assert.strictEqual(yield* ids("latest"), "29\n28")
      assert.strictEqual(yield* ids("earliest"), "0\n1")
      assert.strictEqual(yield* ids("top(late(sign=-1))"), "0\n1")
      const list = yield* cli(["strategies", ...plugin])
      assert.match(list.stdout, /^latest +embedding +any +The last items of the pool\.$/m)
      assert.include((yield* cli(["strategies", "late", ...plugin])).stdout, "sign=1")
    }))

  it.effect("is part of the manifest, and verified with it", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const [plugin, manifest] = [put("mine.ts", last), join(path, "m.json")]
      yield* cli(["select", put("p.npy", pool()), "-s", "latest", "-b", "2", "-m", manifest, "--plugin", plugin])
      const confirmed = yield* cli(["verify", manifest])
      assert.strictEqual(confirmed.code, 0, confirmed.stderr)
      assert.include(confirmed.stderr, "running the manifest's plugins: ")
      put("mine.ts", `${last}\n// changed`)
      const changed = yield* cli(["verify", manifest])
      assert.strictEqual(changed.code, 1)
      assert.include(changed.stderr, "mine.ts: this is not the manifest's plugin: its content has changed")
    }))

  it.effect("sees the classes of labels by their numbers, in select and in verify", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const byClass = `
        import { Score, Spec, Strategy } from "@marginalia/core"
        import { top } from "@marginalia/strategies"
        import * as Effect from "effect/Effect"
        const score = Score.make({
          spec: Spec.make("by-class"),
          needs: [],
          of: (frame) => Effect.succeed(
            Score.scatter(frame, Float64Array.from(frame.candidates, (p) => p * (frame.labels[0] === 1 ? 1 : -1)))
          )
        })
        export const byClass = Strategy.make(top(score))`
      const manifest = join(path, "m.json")
      const files = [
        put("p.npy", pool()),
        "--labels",
        put("l.csv", "id,label\n5,cat\n"),
        "--plugin",
        put("c.ts", byClass)
      ]
      const pick = (classes: string) =>
        cli(["select", ...files, "-s", "byClass", "-b", "1", "--classes", classes, "-f", "ids", "-m", manifest])
      assert.strictEqual((yield* pick("cat,dog")).stdout, "0")
      assert.strictEqual((yield* pick("dog,cat")).stdout, "29")
      assert.strictEqual((yield* cli(["verify", manifest])).stdout, "confirmed: 1 pick")
    }))

  const broken: ReadonlyArray<readonly [name: string, text: string, says: string]> = [
    ["does not parse", "export const = 1", "the plugin cannot be run ("],
    ["throws", "throw new Error('no luck')", "the plugin cannot be run (Error: no luck)"],
    [
      "imports what is not there",
      "import 'nowhere-to-be-found'",
      "the plugin cannot be run (Error: Cannot find package"
    ],
    ["exports nothing of use", "export const x = 1", "the plugin exports no strategies and no parts"]
  ]
  for (const [name, text, says] of broken) {
    it.effect(`names the file when it ${name}`, () =>
      Effect.gen(function*() {
        const { put } = yield* folder
        const { code, stderr } = yield* cli(["strategies", "--plugin", put(`broken-${name.length}.ts`, text)])
        assert.strictEqual(code, 1, stderr)
        assert.include(stderr, `broken-${name.length}.ts: ${says}`)
      }))
  }

  it.effect("says when there is no such file", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const { code, stderr } = yield* cli(["strategies", "--plugin", join(path, "none.ts")])
      assert.strictEqual(code, 2)
      assert.include(stderr, "none.ts: no such file or folder")
    }))

  it.effect("says when it takes the place of one of ours", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const plugin = put("mine.ts", last.replace("name: \"latest\"", "name: \"random\""))
      const { stderr } = yield* cli(["strategies", "--plugin", plugin])
      assert.include(stderr, "mine.ts takes the place of the strategy \"random\"")
    }))
})
