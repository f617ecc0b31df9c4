import { assert, describe, it } from "@effect/vitest"
import { Manifest } from "@marginalia/core"
import { readOutput } from "@marginalia/experiments/select-output"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, pool, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const lines = (text: string) => text.split("\n")

describe("select", () => {
  it.effect("prints a table on stdout, and on stderr what was asked with the default seed", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const { code, stderr, stdout } = yield* cli(["select", put("pool.npy", pool()), "-s", "supclust", "-b", "3"])
      assert.strictEqual(code, 0)
      assert.match(lines(stdout)[0]!, /^rank +id +position +score +cluster +size +labeled +typicality +sup$/)
      assert.lengthOf(lines(stdout), 4)
      assert.match(stderr, /^supclust: 3 picks of 30 unlabeled items \(0 labeled\), seed 0, /m)
      assert.include(stderr, "note: normalize: of two columns only an angle is left")
    }))

  it.effect("gives ids, one a line, and is silent when asked", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const args = ["select", put("pool.csv", poolCsv()), "-s", "typiclust", "-b", "3", "-f", "ids", "-q"]
      const { stderr, stdout } = yield* cli(args)
      assert.lengthOf(new Set(lines(stdout)), 3)
      for (const id of lines(stdout)) assert.match(id, /^item-\d+$/)
      assert.strictEqual(stderr, "")
    }))

  it.effect("gives csv with the same picks, clusters and ranks of scores", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const args = ["select", put("pool.csv", poolCsv()), "-s", "typiclust", "-b", "2", "-q"]
      const ids = (yield* cli([...args, "-f", "ids"])).stdout
      const [header, ...rows] = lines((yield* cli([...args, "-f", "csv"])).stdout)
      assert.strictEqual(
        header,
        "id,position,rank,score,cluster,cluster_size,cluster_labeled,typicality,typicality_rank,typicality_of"
      )
      assert.deepStrictEqual(rows.map((row) => row.split(",")[0]), lines(ids))
      assert.deepStrictEqual(rows.map((row) => row.split(",")[2]), ["1", "2"])
    }))

  it.effect("gives JSON of the documented Schema, with options, trace and manifest", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const file = put("pool.npy", pool())
      const args = [
        "select",
        file,
        "-s",
        "supclust",
        "--set",
        "temperature=0.5",
        "-b",
        "2",
        "--seed",
        "-7",
        "-f",
        "json"
      ]
      const output = yield* readOutput((yield* cli(args)).stdout)
      assert.strictEqual(output.schemaVersion, 1)
      assert.strictEqual(output.strategy, "supclust(temperature=0.5)")
      assert.strictEqual(output.options["temperature"], 0.5)
      assert.deepStrictEqual([output.seed, output.budget], [-7, 2])
      assert.deepStrictEqual(output.picks.map((pick) => pick.rank), [1, 2])
      assert.deepStrictEqual(output.picks[0]!.why.scores.map((score) => score.name), ["typicality", "sup"])
      assert.include(output.trace.map((step) => step.step), "keep-per-cluster(typicality, 10%)")
      assert.deepStrictEqual(output.manifest.picks.map((pick) => pick.id), output.picks.map((pick) => pick.id))
    }))

  it.effect("never picks what is labeled, and reads labels in either format", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const ids = Array.from({ length: 25 }, (_, i) => `item-${i}`)
      const csv = put("labels.csv", ["id,label", ...ids.map((id, i) => `${id},${"ab"[i % 2]}`), ""].join("\n"))
      const jsonl = put("labels.jsonl", ids.map((id, i) => JSON.stringify({ id, label: "ab"[i % 2] })).join("\n"))
      const args = ["select", put("pool.csv", poolCsv()), "-s", "supclust", "-b", "5", "-f", "ids"]
      const first = yield* cli([...args, "--labels", csv])
      assert.deepStrictEqual(lines(first.stdout).sort(), ["item-25", "item-26", "item-27", "item-28", "item-29"])
      assert.include(first.stderr, "note: classes, from the labels: a, b")
      assert.strictEqual((yield* cli([...args, "--labels", jsonl])).stdout, first.stdout)
    }))

  it.effect("reads a pool from the standard input, and a pipeline from its text", () =>
    Effect.gen(function*() {
      const text = "normalize | kmeans(k=labeled+budget) | one-per-cluster(typicality)"
      const args = ["-s", text, "-b", "3", "-f", "ids"]
      const piped = yield* cli(["select", "-", ...args], { stdin: poolCsv() })
      const { put } = yield* folder
      assert.strictEqual(piped.stdout, (yield* cli(["select", put("pool.csv", poolCsv()), ...args])).stdout)
    }))

  it.effect("writes picks and manifest into files, with paths relative to the manifest", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const [out, manifest] = [join(path, "out.csv"), join(path, "manifest.json")]
      const args = [
        "select",
        put("pool.npy", pool()),
        "-s",
        "random",
        "-b",
        "2",
        "-f",
        "csv",
        "--out",
        out,
        "-m",
        manifest
      ]
      const { code, stdout } = yield* cli(args)
      assert.deepStrictEqual([code, stdout], [0, ""])
      assert.lengthOf(lines(readFileSync(out, "utf8").trimEnd()), 3)
      const made = yield* Manifest.read(readFileSync(manifest, "utf8"))
      assert.strictEqual(made.pool.path, "pool.npy")
      assert.match(made.versions["node"]!, /^\d+\./)
    }))

  it.effect("writes nothing at all when the strategy fails", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const out = join(path, "out.txt")
      const { code } = yield* cli(["select", put("pool.npy", pool()), "-s", "supclust", "-b", "31", "--out", out])
      assert.strictEqual(code, 1)
      assert.isFalse(existsSync(out))
    }))

  it.effect("clamps the budget when asked", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const args = ["select", put("pool.npy", pool()), "-s", "random", "-b", "99", "--clamp", "-f", "ids"]
      assert.lengthOf(new Set(lines((yield* cli(args)).stdout)), 30)
    }))

  it.effect("gives the same picks on any number of threads, and others for another seed", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const args = ["select", put("pool.npy", pool()), "-s", "random", "-b", "9", "-f", "ids"]
      const [one, two, other] = yield* Effect.all([
        cli([...args, "--threads", "1"]),
        cli([...args, "--threads", "2"]),
        cli([...args, "--seed", "1"])
      ])
      assert.strictEqual(one.stdout, two.stdout)
      assert.notStrictEqual(one.stdout, other.stdout)
    }))

  it.effect("draws progress only on a terminal, and wipes it away", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const args = ["select", put("pool.npy", pool()), "-s", "supclust", "-b", "3"]
      assert.strictEqual((yield* cli(args)).drawn, "")
      assert.match((yield* cli(args, { terminal: true })).drawn, /^(\r\x1b\[K[^\r]+)+\r\x1b\[K$/)
      assert.strictEqual((yield* cli([...args, "--quiet"], { terminal: true })).drawn, "")
    }))
})

describe("who computes", () => {
  for (const choice of [["--clusterer", "mini-batch"], ["--clusterer", "ml-kmeans"], ["--neighbors", "hnswlib"]]) {
    it.effect(`${choice.join(" ")} picks, is recorded, and verified`, () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder
        const manifest = join(path, "m.json")
        const args = ["select", put("p.npy", pool()), "-s", "typiclust", "-b", "3", "-f", "ids", "-m", manifest]
        const { code, stderr, stdout } = yield* cli([...args, ...choice])
        assert.strictEqual(code, 0, stderr)
        assert.lengthOf(new Set(lines(stdout)), 3)
        const { clusterer, neighbors } = (yield* Manifest.read(readFileSync(manifest, "utf8"))).engine
        assert.include([clusterer, neighbors], choice[1]!)
        assert.strictEqual((yield* cli(["verify", manifest])).code, 0)
      }))
  }
})
