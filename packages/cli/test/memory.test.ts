import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { folder, pool } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { prepared, resultAt } from "./experiments.ts"

/** So many bytes when it is looked at, from the `from`th look on. */
const having = (bytes: number, from = 0) => {
  let looks = 0
  return { now: Effect.sync(() => looks++ < from ? 0 : bytes), highest: Effect.succeed(0) }
}

describe("run --memory", () => {
  it.effect("plans as many processes as have room, and refuses what has none", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      const plan = (memory: string, ...more: ReadonlyArray<string>) =>
        cli(["run", file, "--out", out, "--dry-run", "-j", "4", "--memory", memory, ...more])
      const tight = yield* plan("1GB")
      assert.deepStrictEqual([tight.code, tight.stderr], [0, tight.stderr])
      assert.match(
        tight.stdout,
        /with 1 process of about 50\d MB\n.*--memory is 1 GB, so 1 process at a time instead of 4/
      )
      assert.match((yield* plan("64GB")).stdout, /with [1-4] process/)
      const small = yield* plan("256MB")
      assert.strictEqual(small.code, 1)
      assert.match(small.stderr, /--memory is 256 MB, and a unit takes about 50\d MB; give at least --memory 5[12]\dMB/)
      assert.match((yield* plan("much")).stderr, /--memory is "much", which is no size; write 512MB/)
      const queued = yield* plan("1GB", "--queue", "postgres://127.0.0.1:1/x")
      assert.match(queued.stderr, /--memory is about this machine, and --queue has the work done on others/)
      assert.isFalse(existsSync(out))
    }).pipe(Effect.scoped))

  it.live("stops before there is more, and goes on to the same end", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared, args = ["run", file, "--out", out, "-j", "1", "--memory", "2GB"]
      const stopped = yield* cli(args, { resident: having(1.98e9, 5) })
      assert.strictEqual(stopped.code, 2, stopped.stderr)
      assert.match(stopped.stderr, /stopped; go on with: marginalia run .* --resume/)
      assert.match(
        stopped.stderr,
        /stopped at 1\.98 GB of memory, so that --memory \(2 GB\) is kept; at most 50\d MB were/
      )
      assert.match(stopped.stderr, /Give more \(--memory 2475MB\)$/)
      const resumed = yield* cli(["run", out, "--resume", "-j", "1", "-q"])
      assert.strictEqual(resumed.code, 0, resumed.stderr)
      const whole = yield* prepared
      yield* cli(["run", whole.file, "--out", whole.out, "-j", "1", "-q"])
      assert.deepStrictEqual(yield* resultAt(out), yield* resultAt(whole.out))
    }).pipe(Effect.scoped))
})

describe("embed --memory", () => {
  it.live("stops before there is more, leaves nothing behind, and embeds within", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, file = put("p.npy", pool())
      const args = ["embed", file, "-e", "pca(2)", "--cache", "none", "-o", join(path, "e.npy"), "--memory", "1GB"]
      const stopped = yield* cli(args, { resident: having(0.99e9) })
      assert.strictEqual(stopped.code, 2, stopped.stderr)
      assert.match(
        stopped.stderr,
        /stopped at 990 MB of memory.* Give more \(--memory 1238MB\), or smaller batches \(--batch 1\)/
      )
      assert.notInclude(stopped.stderr, "expected")
      assert.deepStrictEqual(readdirSync(path), ["p.npy"])
      const done = yield* cli(args, { resident: having(0) })
      assert.strictEqual(done.code, 0, done.stderr)
      assert.isTrue(existsSync(join(path, "e.npy")))
      assert.match((yield* cli([...args.slice(0, -1), "-1"])).stderr, /--memory/)
    }).pipe(Effect.scoped))
})
