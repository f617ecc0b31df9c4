import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { folder, pool } from "../../datasets/test/files.ts"
import { handle } from "../src/run.ts"
import { cli } from "./cli.ts"

describe("marginalia", () => {
  it.effect("shows its help when asked, and when nothing is asked", () =>
    Effect.gen(function*() {
      const asked = yield* cli(["--help"])
      assert.strictEqual(asked.code, 0)
      for (const name of ["select", "explain", "strategies", "verify", "doctor"]) assert.include(asked.stdout, name)
      const bare = yield* cli([])
      assert.deepStrictEqual([bare.code, bare.stdout], [0, asked.stdout])
    }))

  it.effect("tells its version, and completes in shells", () =>
    Effect.gen(function*() {
      assert.match((yield* cli(["--version"])).stdout, /\d+\.\d+\.\d+$/)
      assert.include((yield* cli(["--completions", "bash"])).stdout, "marginalia")
    }))

  it.effect("suggests the nearest subcommand, on stderr", () =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* cli(["selct"])
      assert.deepStrictEqual([code, stdout], [1, ""])
      assert.include(stderr, "select")
    }))

  it.effect("calls a defect a bug, with the stack only under --debug", () =>
    Effect.gen(function*() {
      const told: Array<string> = []
      const fake = Object.assign(Object.create(console), {
        error: (text: string) => told.push(text)
      }) as Console.Console
      const say = (debugging: boolean) =>
        handle(Cause.die(new Error("boom")), debugging).pipe(Effect.provideService(Console.Console, fake))
      assert.strictEqual(yield* say(false), 70)
      assert.include(told.join("\n"), "this is a bug in marginalia, not in your input (Error: boom)")
      assert.notMatch(told.join("\n"), /\n\s+at /)
      assert.strictEqual(yield* say(true), 70)
      assert.match(told.join("\n"), /\n\s+at /)
    }))
})

describe("a word that is no command", () => {
  it.effect("has no help, and is no success", () =>
    Effect.gen(function*() {
      const asked = [["selct", "--help"], ["selct", "-h"], ["--help", "selct"], ["--debug", "selct", "-h"], [
        "selct",
        "--version"
      ]]
      for (const args of asked) {
        const { code, stderr, stdout } = yield* cli(args)
        assert.deepStrictEqual([code, stdout], [1, ""])
        assert.include(stderr, `there is no command "selct". Did you mean "select"?`)
      }
      assert.strictEqual((yield* cli(["select", "--help"])).code, 0)
      assert.strictEqual((yield* cli(["--help"])).code, 0)
      assert.strictEqual((yield* cli(["--help", "select"])).code, 0)
    }))
})

describe("explain", () => {
  it.effect("shows the pipeline, what each step left, and why each item was picked", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const { code, stdout } = yield* cli(["explain", put("p.npy", pool()), "-s", "supclust", "-b", "2"])
      assert.strictEqual(code, 0)
      assert.include(stdout, "= normalize | kmeans(labeled+budget) | keep-per-cluster(typicality, 10%)")
      assert.match(stdout, /^step +left +ms +notes$/m)
      assert.match(stdout, /^the unlabeled +30$/m)
      assert.match(stdout, /^keep-per-cluster\(typicality, 10%\) +\d/m)
      assert.match(stdout, /^1\. \d+, score [\d.]+$/m)
      assert.match(stdout, /^ +cluster \d, \d+ items, none labeled$/m)
      assert.match(stdout, /^ +sup [\d.]+, rank 1 of \d+ there$/m)
    }))
})

describe("strategies", () => {
  it.effect("lists name, needs, summary and paper", () =>
    Effect.gen(function*() {
      const { stdout } = yield* cli(["strategies"])
      assert.match(stdout, /^supclust +embedding +any +Of each cluster .*Ono.* 2024$/m)
    }))

  it.effect("has a page a strategy, with options, defaults, paper and deviations", () =>
    Effect.gen(function*() {
      const { stdout } = yield* cli(["strategies", "supclust"])
      for (const title of ["pipeline", "needs", "options", "paper", "equation", "deviations", "cold start"]) {
        assert.match(stdout, new RegExp(`^${title} `, "m"))
      }
      assert.include(stdout, "temperature=1")
    }))

  it.effect("lists parts, and has a page a part", () =>
    Effect.gen(function*() {
      const { stdout } = yield* cli(["strategies", "--parts"])
      for (const title of ["stages", "scores", "selectors"]) assert.match(stdout, new RegExp(`^${title}$`, "m"))
      const page = (yield* cli(["strategies", "keep-per-cluster"])).stdout
      assert.include(page, "keep-per-cluster (a stage)")
      assert.match(page, /^scores +score$/m)
    }))

  it.effect("gives the same as JSON", () =>
    Effect.gen(function*() {
      const all = JSON.parse((yield* cli(["strategies", "--format", "json"])).stdout)
      const one = JSON.parse((yield* cli(["strategies", "supclust", "-f", "json"])).stdout)
      assert.deepStrictEqual(all.find((doc: { readonly name: string }) => doc.name === "supclust"), one)
      assert.deepStrictEqual(one.needs, ["embedding"])
    }))

  it.effect("suggests the nearest name", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* cli(["strategies", "typiclst"])
      assert.strictEqual(code, 1)
      assert.include(stderr, "there is no strategy and no part \"typiclst\"")
      assert.include(stderr, "Did you mean \"typiclust\"?")
    }))
})
