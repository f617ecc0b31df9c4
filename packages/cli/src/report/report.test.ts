import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { commandOf, makeReport, type ReportInput } from "@marginalia/report/report"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { type Shape, spotsPool, writeExperiment } from "../../../report/test/experiment.ts"
import { cli } from "../../test/cli.ts"

const pools = { spots: spotsPool(24), more: spotsPool(20) }
const shape: Shape = { strategies: ["random", "margin", "typiclust"], seeds: 2, rounds: 3, budget: 3, pools }

const inputFor = (path: string, out: string): ReportInput => ({
  paths: [path],
  out,
  control: Option.none(),
  curve: "accuracy",
  reach: Option.none(),
  comparePaper: true,
  noMap: false,
  finished: false,
  quiet: true
})

const load = ({ name }: { readonly name: string }) => Effect.succeed(pools[name as keyof typeof pools])

const all = (path: string, below = ""): ReadonlyArray<string> =>
  readdirSync(join(path, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? all(path, join(below, entry.name)) : [join(below, entry.name)]
  ).sort()

describe("marginalia report", { timeout: 60_000 }, () => {
  it.effect("writes a page, drawings and data; the same journals give the same bytes", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* writeExperiment(path, { ...shape, scaled: 0.5, unfinished: 2 })
      const out = join(path, "report")
      yield* makeReport(inputFor(path, out), load)
      const names = all(out)
      const bytes = new Map(names.map((name) => [name, readFileSync(join(out, name))]))
      yield* makeReport(inputFor(path, out), load)
      assert.deepStrictEqual(all(out), names)
      for (const name of names) assert.isTrue(bytes.get(name)!.equals(readFileSync(join(out, name))), name)
      for (const name of ["spots-accuracy", "spots-restError", "more-differences", "ranks", "spots-map"]) {
        assert.include(names, `plots/${name}.svg`)
        assert.isBelow(bytes.get(`plots/${name}.svg`)!.length, 40_000, name)
      }
      const page = bytes.get("index.html")!.toString()
      for (
        const text of [
          "Scaled by 0.5",
          "typiclust/1.db is unfinished: 2 of 3 rounds",
          "small-batch",
          "critical difference"
        ]
      ) {
        assert.include(page, text)
      }
      assert.notMatch(page, /(src|href)="(?!#|data:)/)
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("does without the items, and says so", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* writeExperiment(path, { ...shape, seeds: 1, pools: { spots: pools.spots } })
      const out = join(path, "report")
      const { code, stderr, stdout } = yield* cli(["report", path, "--out", `${out}/`])
      assert.deepStrictEqual([code, stdout], [0, `${out}/index.html`])
      assert.match(stderr, /3 units/)
      const page = readFileSync(join(out, "index.html"), "utf8")
      assert.include(page, "no map, since the data are not at hand")
      assert.isFalse(existsSync(join(out, "plots", "spots-map.svg")))
      assert.include(page, "too few seeds for a test")
    }))

  it.effect("leaves out what is unfinished where asked to, and compares the rest over all rounds", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* writeExperiment(path, { ...shape, pools: { spots: pools.spots }, unfinished: 1 })
      const [whole, finished] = yield* Effect.forEach(
        [false, true],
        (finished) => makeReport({ ...inputFor(path, join(path, "report")), noMap: true, finished }, load)
      )
      assert.deepStrictEqual([whole!.loaded.runs.length, finished!.loaded.runs.length], [6, 5])
      assert.include(readFileSync(join(path, "report", "index.html"), "utf8"), "3 to 9 labels")
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses what it cannot report on, with exit code 1 for the input and 2 for the world", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      assert.strictEqual((yield* cli(["report", join(path, "nothing")])).code, 2)
      const { code, stderr } = yield* cli(["report", path, "--reach", "80"])
      assert.strictEqual(code, 1)
      assert.include(stderr, "--reach 80 is no list of values between 0 and 1")
    }))

  it("says with which command it was made", () => {
    const input = {
      ...inputFor("a b", "out"),
      control: Option.some("margin"),
      reach: Option.some("0.8"),
      noMap: true,
      finished: true
    }
    assert.strictEqual(
      commandOf({ ...input, curve: "macroF1" }),
      "marginalia report 'a b' --out out --control margin --curve macroF1 --reach 0.8 --compare-paper --no-map --finished"
    )
  })
})
