import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Six items on a line, x from 0 to 5. */
const table = ["id,x,y", ...Array.from({ length: 6 }, (_, i) => `i${i},${i},0`), ""].join("\n")

const ids = ["-f", "ids", "-q"]

describe("labels that are numbers", () => {
  it.effect("are the targets of a strategy for regression; verify goes by them", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("pool.csv", table), manifest = join(path, "m.json")
      const estimate = put("estimate.csv", "id,f\ni0,1\ni1,9\ni2,2\ni3,3\ni4,4\ni5,4.5\n")
      const labels = put("labels.csv", "id,label\ni0,8\ni4,-0.25\n")
      const asked = ["select", pool, "-s", "gsy", "-b", "2", "-c", `estimate=${estimate}`, "-l", labels, ...ids]
      // 4.5 is 3.5 from the label 8, and no other prediction is as far from both; then 2 is 2.25 from −0.25.
      const found = yield* cli([...asked, "-m", manifest])
      assert.strictEqual(found.stdout, "i5\ni2", found.stderr)
      const told = JSON.parse(readFileSync(manifest, "utf8")) as { task: string; labeled: ReadonlyArray<unknown> }
      assert.strictEqual(told.task, "regression")
      assert.deepStrictEqual(told.labeled, [{ id: "i0", label: "8" }, { id: "i4", label: "-0.25" }])
      assert.strictEqual((yield* cli(["verify", manifest])).stdout, "confirmed: 2 picks")
    }))

  it.effect("are refused where they are none", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("pool.csv", table)
      const labels = put("labels.csv", "id,label\ni0,1.5\ni4,large\n")
      const told = yield* cli(["select", pool, "-s", "random", "-b", "1", "-l", labels, "--task", "regression"])
      assert.strictEqual(told.code, 1)
      assert.include(told.stderr, `${labels}: the label of item i4 is "large", and regression takes numbers`)
      for (const word of ["0x10", "0b11", "1_000", "Infinity", "1e999"]) {
        const other = put("other.csv", `id,label\ni0,1.5\ni4,${word}\n`)
        const refused = yield* cli(["select", pool, "-s", "random", "-b", "1", "-l", other, "--task", "regression"])
        assert.deepStrictEqual([refused.code, refused.stderr.includes("regression takes numbers")], [1, true], word)
      }
      const target = yield* cli(["select", pool, "-s", "gsy", "-b", "1", "-c", `target=${labels}`])
      assert.include(target.stderr, "targets are the labels, where these are numbers; give them as --labels FILE")
    }))
})

describe("labels that are sets", () => {
  it.effect("are read with semicolons or as lists, and the least sure items picked", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("pool.csv", table), manifest = join(path, "m.json")
      const shares = put("p.csv", "id,cat,dog\ni0,1,1\ni1,0.5,1\ni2,0.6,0.6\ni3,0,0\ni4,1,0.9\ni5,0,0\n")
      const labels = put("labels.csv", "id,label\ni0,dog; cat\ni3,;\ni5,\"[\"\"dog\"\"]\"\n")
      const asked = ["select", pool, "-b", "2", "-c", `labelProbability=${shares}`, "-l", labels, ...ids]
      const found = yield* cli([...asked, "-s", "multi-label-margin", "-m", manifest])
      assert.strictEqual(found.stdout, "i1\ni2", found.stderr)
      assert.strictEqual((yield* cli([...asked, "-s", "multi-label-entropy"])).stdout, "i2\ni1")
      const told = JSON.parse(readFileSync(manifest, "utf8")) as { labeled: ReadonlyArray<{ label: string }> }
      assert.deepStrictEqual(told.labeled.map(({ label }) => label), ["cat;dog", "[]", "dog"])
      assert.strictEqual((yield* cli(["verify", manifest])).stdout, "confirmed: 2 picks")
    }))

  it.effect("are refused as a list that is none, and with an order of classes", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("pool.csv", table)
      const labels = put("labels.csv", "id,label\ni0,[dog\n")
      const asked = ["select", pool, "-s", "random", "-b", "1", "-l", labels, "--task", "multi-label"]
      assert.include((yield* cli(asked)).stderr, "the label \"[dog\" begins like a JSON list, and is none of names")
      const ordered = yield* cli([...asked, "--classes", "cat,dog"])
      assert.strictEqual(ordered.code, 1)
      assert.match(ordered.stderr, /--classes says in which order .* --task multi-label has none; leave it out/)
    }))
})

describe("a strategy of another task", () => {
  it.effect("is refused by name, with those that serve the task", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("pool.csv", table)
      const asked = ["select", pool, "-s", "margin", "-b", "1", "--task", "regression"]
      const { code, stderr } = yield* cli(asked)
      assert.strictEqual(code, 1)
      assert.include(stderr, "margin serves classification, and the task is regression; these serve it: random,")
      assert.match(stderr, /gsx, gsy, igs, variance/)
      assert.notInclude(stderr, "entropy")
    }))

  it.effect("and its page says which it serves", () =>
    Effect.gen(function*() {
      assert.match((yield* cli(["strategies", "igs"])).stdout, /^tasks +regression$/m)
      assert.match((yield* cli(["strategies", "random"])).stdout, /^tasks +classification, multi-label, regression$/m)
      const list = (yield* cli(["strategies"])).stdout
      assert.match(list, /^multi-label-margin +labelProbability +multi-label /m)
      assert.match(list, /^typiclust +embedding +any /m)
    }))
})
