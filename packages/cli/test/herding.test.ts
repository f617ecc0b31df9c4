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
  readonly picks: unknown
  readonly trace: ReadonlyArray<Trace.Entry>
  readonly manifest: { readonly losses?: unknown }
}

const pooled = (rows: number, cols: number) =>
  Effect.map(folder, ({ path }) => {
    const data = Float32Array.from({ length: rows * cols }, (_, i) => (i * 40503 % 977) % 101)
    writeFileSync(join(path, "pool.npy"), npy("i1", data, [rows, cols]))
    return join(path, "pool.npy")
  })

describe("select by a sample of the pool", () => {
  it.effect("picks as in memory, tells what is lost in the plan, the trace and the manifest, and verifies", () =>
    Effect.gen(function*() {
      const pool = yield* pooled(600, 6), out = `${pool}.json`
      const asked = ["select", pool, "-s", "maxherding(reference=100)", "-b", "5"]
      const plan = yield* cli([...asked, "--memory", "1GB", "--dry-run"])
      assert.match(plan.stdout, /the vectors stay there\npasses: 2 to 3 passes, /)
      assert.match(plan.stdout, /; what is chosen among 110 rows at most takes as long as in memory\n/)
      const here = yield* cli([...asked, "-f", "json"])
      const there = yield* cli([...asked, "-f", "json", "--memory", "1GB", "--manifest", out])
      assert.strictEqual(there.code, 0, there.stderr)
      const [one, other] = [here, there].map(({ stdout }) => JSON.parse(stdout) as Output) as [Output, Output]
      assert.deepStrictEqual(other.picks, one.picks)
      const { notes, step } = one.trace.at(-1)!, { gainSeen, gainUnseen, lossUnseen, sampled } = notes
      assert.deepInclude(notes, { reference: 100, sampled: 100 })
      assert.isTrue(gainSeen as number > 0 && gainUnseen as number > 0)
      const losses = [{ step, notes: { sampled, lossUnseen } }]
      for (const { losses: told } of [one.manifest, other.manifest, JSON.parse(readFileSync(out, "utf8"))]) {
        assert.deepStrictEqual(told, losses)
      }
      assert.match(there.stderr, /herding\(reference=100\) is approximate: sampled 100, lossUnseen -?\d/)
      assert.strictEqual((yield* cli(["verify", out])).code, 0)
      const explained = yield* cli(["explain", pool, "-s", "maxherding(reference=100)", "-b", "5", "--memory", "1GB"])
      assert.strictEqual(explained.code, 0, explained.stderr)
      assert.match(explained.stdout, /lossUnseen/)
    }).pipe(Effect.scoped))

  it.effect(
    "names the sample that has room where all vectors have none, and it runs within that memory",
    () =>
      Effect.gen(function*() {
        const pool = yield* pooled(60_000, 128), asked = ["select", pool, "-b", "5", "--threads", "1", "-q"]
        const least = (text: string) => Number(/give at least --memory (\d+)MB/.exec(text)?.[1])
        const small = yield* cli([...asked, "-s", "maxherding(reference=2)", "--memory", "256MB"])
        const most = yield* cli([...asked, "-s", "maxherding(normalize=false)", "--memory", "256MB"])
        assert.strictEqual(small.code, 1)
        assert.strictEqual(most.code, 1)
        // Nothing has room.
        assert.notMatch(most.stderr, /reference=/)
        assert.isBelow(least(small.stderr), least(most.stderr) - 20)
        const memory = `${least(small.stderr) + 2}MB`
        const between = yield* cli([...asked, "-s", "maxherding(normalize=false)", "--memory", memory])
        assert.strictEqual(between.code, 1)
        const named = /which tells what it loses: (maxherding\(normalize=false, reference=\d+\))/.exec(between.stderr)
          ?.[1]
        assert.isDefined(named, between.stderr)
        const found = yield* cli([...asked, "-s", named!, "--memory", memory, "-f", "csv"])
        assert.strictEqual(found.code, 0, found.stderr)
        assert.strictEqual(found.stdout.trim().split("\n").length, 6)
        // Ten times the sample has no room.
        const more = yield* cli([...asked, "-s", named!.replace(/0\)$/, "00)"), "--memory", memory])
        assert.strictEqual(more.code, 1)
        // What there is no sample for is told nothing of it.
        const without = yield* cli([...asked, "-s", "orElse(maxherding, refine)", "--memory", memory])
        assert.strictEqual(without.code, 1)
        assert.notMatch(without.stderr, /reference=/)
      }).pipe(Effect.scoped),
    60_000
  )
})
