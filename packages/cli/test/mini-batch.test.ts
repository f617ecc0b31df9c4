import { assert, describe, it } from "@effect/vitest"
import type { Trace } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { npy } from "../../datasets/test/npy.ts"
import { cli } from "./cli.ts"

/** What is looked at of a selection as JSON. */
interface Output {
  readonly trace: ReadonlyArray<Trace.Entry>
  readonly manifest: { readonly losses?: unknown }
}

const pooled = Effect.map(folder, ({ path }) => {
  const data = Float32Array.from({ length: 1800 }, (_, i) => (i * 40503 % 977) / 7)
  writeFileSync(join(path, "pool.npy"), npy("f4", data, [300, 6]))
  return join(path, "pool.npy")
})

describe("select in mini-batches", () => {
  it.effect("clusters in mini-batches where that is named, and tells what is lost, in the plan, the trace and the manifest", () =>
    Effect.gen(function*() {
      const pool = yield* pooled, out = `${pool}.json`
      const text = "kmeans(5) | one-per-cluster(proximity)"
      const asked = ["select", pool, "-s", text, "-b", "5", "--clusterer", "mini-batch"]
      const plan = yield* cli([...asked, "--memory", "1GB", "--dry-run"])
      // The pool has room in memory.
      assert.match(plan.stdout, /passes: 3 to 4 passes, /)
      const here = yield* cli([...asked, "-f", "json"])
      const there = yield* cli([...asked, "-f", "json", "--memory", "1GB", "--manifest", out])
      assert.strictEqual(there.code, 0, there.stderr)
      const [one, other] = [here, there].map(({ stdout }) => JSON.parse(stdout) as Output) as [Output, Output]
      const [{ notes }] = one.trace as unknown as readonly [Trace.Entry]
      assert.strictEqual(notes["sampled"], 150)
      const { lossSeen, lossUnseen, sampled } = notes
      const losses = [{ step: "kmeans(5)", notes: { sampled, lossUnseen, lossSeen } }]
      for (const { losses: told } of [one.manifest, other.manifest, JSON.parse(readFileSync(out, "utf8"))]) {
        assert.deepStrictEqual(told, losses)
      }
      assert.match(there.stderr, /kmeans\(5\) is approximate: sampled 150, lossUnseen -?0/)
      assert.strictEqual((yield* cli(["verify", out])).code, 0)
      // Exact k-means has nothing to tell.
      const exact = yield* cli(["select", pool, "-s", text, "-b", "5", "-f", "json"])
      assert.notMatch(exact.stdout + exact.stderr, /loss|approximate/)
    }).pipe(Effect.scoped))

  it.effect("names the approximate way where that alone has room, and takes it only when it is named", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, pool = join(path, "large.npy"), rows = 1_000_000
      // As wide as nothing: k-means takes 100 bytes an item, and mini-batches a tenth of that.
      writeFileSync(pool, npy("i1", Array.from({ length: rows }, (_, i) => i % 97), [rows, 1]))
      const asked = [
        "select",
        pool,
        "-s",
        "kmeans(400) | one-per-cluster(proximity)",
        "-b",
        "400",
        "--dry-run",
        "--threads",
        "1"
      ]
      const least = (text: string) => Number(/give at least --memory (\d+)MB/.exec(text)?.[1])
      const none = yield* cli([...asked, "--memory", "256MB"])
      assert.strictEqual(none.code, 1)
      assert.notMatch(none.stderr, /mini-batch/)
      const mini = yield* cli([...asked, "--memory", "256MB", "--clusterer", "mini-batch"])
      assert.strictEqual(mini.code, 1)
      assert.isBelow(least(mini.stderr), least(none.stderr))
      const memory = `${least(mini.stderr)}MB`, between = yield* cli([...asked, "--memory", memory])
      assert.strictEqual(between.code, 1)
      assert.match(
        between.stderr,
        /give at least --memory \d+MB, or cluster approximately, which tells what it loses: --clusterer mini-batch/
      )
      assert.strictEqual((yield* cli([...asked, "--memory", memory, "--clusterer", "mini-batch"])).code, 0)
    }).pipe(Effect.scoped))
})
