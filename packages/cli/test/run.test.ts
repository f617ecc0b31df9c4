import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { folder, pool } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { prepared, resultAt, small } from "./experiments.ts"

describe("marginalia run", () => {
  it.effect("compares strategies, and leaves what a resume replays", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const first = yield* cli(["run", file, "--out", out, "--jobs", "1"])
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stdout, /^digits: accuracy, 10 to 20 labels/)
      assert.match(first.stderr, /4 units, 8 trainings/)
      const before = yield* resultAt(out)
      const again = yield* cli(["run", out, "--resume", "-q"])
      assert.deepStrictEqual([again.code, again.stdout, again.stderr], [0, first.stdout, ""])
      assert.deepStrictEqual(yield* resultAt(out), before)
      const refused = yield* cli(["run", file, "--out", out])
      assert.strictEqual(refused.code, 1)
      assert.match(refused.stderr, /pass --resume/)
    }))

  it.effect("says which units stopped, in its table, its rows and the list of runs", () =>
    Effect.gen(function*() {
      const { out, put } = yield* prepared
      const rounds = small("stop: { any: [budget(20), cost(1000)] }").replace("rounds: 2", "rounds: 4")
      const file = put("s.yaml", rounds.replace("seeds: 2", "seeds: 1"))
      const first = yield* cli(["run", file, "--out", out, "--jobs", "1"])
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stdout, /^digits +random +1 of 1 +20\.0 +0\.\d+$/m)
      const rows = (yield* cli(["run", out, "--resume", "-q", "-f", "csv"])).stdout.trimEnd().split("\n")
      assert.match(rows[0]!, /,stopped$/)
      assert.match(rows[2]!, /^digits,random,0,20,.*,"any-of\(budget\(20\), cost\(1000\)\)"$/)
      assert.match((yield* cli(["runs", out])).stdout, /finished, 2 stopped early +2 of 2 +4 of 8/)
    }))

  it.effect("comes to the same with two processes", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const [one, two] = yield* Effect.forEach(["1", "2"], (jobs) =>
        cli(["run", file, "--out", `${out}${jobs}`, "-j", jobs, "-q"]))
      assert.strictEqual(two!.stdout, one!.stdout)
      assert.deepStrictEqual(yield* resultAt(`${out}2`), yield* resultAt(`${out}1`))
    }))

  it.effect("does what is missing, and only that", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const whole = yield* cli(["run", file, "--out", out, "-q", "-f", "csv", "-j", "1"])
      for (const end of ["", ".head"]) rmSync(join(out, `units/digits/typiclust/1.db${end}`))
      const { stderr, stdout } = yield* cli(["run", file, "--out", out, "--resume", "-f", "csv", "-j", "1"])
      assert.strictEqual(stdout, whole.stdout)
      assert.match(stderr, /3 of 4 units and 6 rounds are done already/)
      assert.lengthOf(stderr.match(/is done;/g)!, 1)
    }))

  it.effect("only says what it would come to", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const { code, stdout } = yield* cli(["run", file, "--out", out, "--dry-run"])
      assert.strictEqual(code, 0)
      assert.match(stdout, /^4 units, 8 trainings; about .* with \d process/)
      assert.isFalse(existsSync(out))
    }))

  it.effect("keeps findings, and marks what is scaled", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const { stderr } = yield* cli(["run", file, "--out", out, "--scale", "0.5", "-j", "1"])
      const experiment = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8")) as {
        readonly scaled: number
        readonly findings: ReadonlyArray<{ readonly rule: string }>
      }
      assert.strictEqual(experiment.scaled, 0.5)
      assert.deepStrictEqual(experiment.findings.map(({ rule }) => rule), ["scaled", "few-seeds"])
      assert.match(stderr, /note: scaled: /)
    }))

  it.effect("runs strategies of one's own", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("mine.ts", "import { random } from \"@marginalia/strategies\"\nexport const whim = random()\n")
      const file = put("e.yaml", small("plugins: mine.ts").replace("typiclust", "whim"))
      const { code, stderr, stdout } = yield* cli(["run", file, "--out", join(path, "out"), "-j", "2"])
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /whim/)
    }))

  it.live("takes labels from files that an annotation tool writes", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const labels = `id,label\n${Array.from({ length: 30 }, (_, i) => `${i},${"abc"[i % 3]}`).join("\n")}\n`
      const data = `{ name: mine, pool: ${put("p.npy", pool())}, test: { pool: p.npy, labels: ${
        put("l.csv", labels)
      } } }`
      const file = put(
        "e.yaml",
        `data: ${data}\nstrategies: random\nbudget: 3\nrounds: 1\nseeds: [0]\noracle: files(asked)\n`
      )
      const running = yield* Effect.forkChild(cli(["run", file, "--out", join(path, "out"), "-j", "1"]))
      const asked = join(path, "asked/round-0.ask.csv")
      while (!existsSync(asked)) yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 50)))
      const ids = readFileSync(asked, "utf8").trim().split("\n").slice(1).map((line) => line.split(",")[0]!)
      put("asked/round-0.labels.csv", `id,label\n${ids.map((id) => `${id},${"abc"[Number(id) % 3]}`).join("\n")}\n`)
      const { code, stderr, stdout } = yield* Fiber.join(running)
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /^mine: accuracy, 3 labels/)
    }))

  it.live("takes a folder without labels by --unlabeled as by its file, and asks for the labels of its images", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      yield* Effect.promise(() => writePictures(join(path, "pool"), ["a", "b"]))
      yield* Effect.promise(() => writePictures(join(path, "test"), ["cat", "dog"]))
      const words = (data: string) =>
        `data: { dataset: ./pool, test: { dataset: ./test }, ${data} }\nstrategies: random\nbudget: 2\nrounds: 1\n` +
        "seeds: [0]\noracle: files(asked)\n"
      const file = put("e.yaml", words("unlabeled: true"))
      const start = (more: ReadonlyArray<string>) => cli(["run", file, "--out", join(path, "out"), "-j", "1", ...more])
      const dry = yield* start(["--dry-run"])
      assert.match(dry.stdout, /^1 unit, 1 training/)
      assert.strictEqual((yield* start(["--dry-run", "--unlabeled"])).stdout.split(";")[0], dry.stdout.split(";")[0])
      const running = yield* Effect.forkChild(start([]))
      const asked = join(path, "asked/round-0.ask.csv")
      while (!existsSync(asked)) yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 50)))
      const ids = readFileSync(asked, "utf8").trim().split("\n").slice(1).map((line) => line.split(",")[0]!)
      for (const id of ids) assert.match(id, /^[ab]\/\d\.png$/)
      put("asked/round-0.labels.csv", `id,label\n${ids.map((id) => `${id},cat`).join("\n")}\n`)
      const { code, stderr, stdout } = yield* Fiber.join(running)
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /^pool: accuracy, 2 labels/)
      const flagged = yield* cli([
        "run",
        "-d",
        join(path, "pool"),
        "-s",
        "random",
        "--unlabeled",
        "--out",
        join(path, "no")
      ])
      assert.strictEqual(flagged.code, 1)
      assert.match(flagged.stderr, /pool has no labels, and the oracle known looks them up; write oracle: terminal/)
    }))

  it.effect.each<readonly [string, ReadonlyArray<string>, string, number, RegExp]>([
    [
      "mistakes in the file",
      ["e.yaml"],
      "data: digtis\nstrategies: random\n",
      1,
      /e\.yaml:1:1: .*Did you mean "digits"/
    ],
    ["several units for one person", ["e.yaml"], small("oracle: terminal"), 1, /4 units would ask the same person/],
    [
      "missing data",
      ["e.yaml"],
      "data: { dataset: cifar-10, folder: none }\nstrategies: random\n",
      2,
      /cifar-10 is not here[\s\S]*nothing was started/
    ],
    [
      "an encoder that cannot begin, for photos that are not read",
      ["e.yaml"],
      "data: { dataset: ./photos }\nstrategies: random\nembedding: onnx(no.onnx)\n",
      2,
      /onnx\(.*no\.onnx\): (the package onnxruntime-node|this file cannot be read)/
    ],
    ["missing encoders", ["e.yaml"], small("embedding: model(none)"), 2, /there is no encoder in .*none/],
    ["no labels", ["e.yaml"], "data: { pool: p.npy }\nstrategies: random\n", 1, /has no labels/],
    ["nothing", [], "", 1, /there is nothing to run/],
    ["a wrong scale", ["e.yaml", "--scale", "2"], small(), 1, /--scale is 2/],
    ["a wrong number of jobs", ["e.yaml", "--jobs", "0"], small(), 1, /--jobs is 0/]
  ])("refuses %s before anything starts", ([, args, text, expected, message]) =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("e.yaml", text)
      const [file, ...rest] = args
      const { code, stderr } = yield* cli([
        "run",
        ...(file === undefined ? [] : [join(path, file)]),
        ...rest,
        "--out",
        join(path, "out")
      ])
      assert.strictEqual(code, expected, stderr)
      assert.match(stderr, message)
      assert.isFalse(existsSync(join(path, "out")))
    }))

  it.effect("lists the presets", () =>
    Effect.gen(function*() {
      const { code, stdout } = yield* cli(["run", "--presets"])
      assert.strictEqual(code, 0)
      assert.match(stdout, /^supclust-tiny .*\n[\s\S]*^msal-imbalanced /m)
    }))
})

/** Small pictures, two in each folder. */
const writePictures = async (into: string, folders: ReadonlyArray<string>): Promise<void> => {
  const { default: sharp } = await import("sharp")
  for (const [i, name] of folders.entries()) {
    mkdirSync(join(into, name), { recursive: true })
    for (const j of [0, 1]) {
      const background = { r: 200 * i, g: 50 * j, b: 0 }
      const picture = sharp({ create: { width: 3, height: 3, channels: 3, background } })
      await picture.png().toFile(join(into, name, `${j}.png`))
    }
  }
}
