import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { prepared } from "./experiments.ts"

/** An experiment that says that another version made it. */
const older = Effect.gen(function*() {
  const { file, out } = yield* prepared
  const { code, stderr } = yield* cli(["run", file, "--out", out, "-j", "1", "-q"])
  assert.strictEqual(code, 0, stderr)
  const about = join(out, "experiment.json")
  const said = JSON.parse(readFileSync(about, "utf8")) as object
  writeFileSync(about, JSON.stringify({ ...said, version: "0.1.0" }))
  return { out, about }
})

const remark = /made by marginalia 0\.1\.0, and picks have changed since in 0\.2\.0: k-means/

describe("an experiment of a version that picked otherwise", () => {
  it.live("is neither gone on with nor branched, and a report of it says so", () =>
    Effect.gen(function*() {
      const { about, out } = yield* older, before = readFileSync(about, "utf8")
      const branch = join(out, "..", "fork"), page = join(out, "..", "report")
      const forked = yield* cli(["fork", out, "--at-round", "1", "-s", "random", "--out", branch, "-j", "1"])
      assert.strictEqual(forked.code, 1, forked.stderr)
      assert.match(forked.stderr, remark)
      assert.isFalse(existsSync(branch))
      const reported = yield* cli(["report", out, "--no-map", "--out", page])
      assert.strictEqual(reported.code, 0, reported.stderr)
      assert.match(reported.stderr, remark)
      assert.match(readFileSync(join(page, "index.html"), "utf8"), remark)
      const whole = yield* cli(["run", out, "--resume", "-j", "1", "-q"])
      assert.strictEqual(whole.code, 0, "what is finished is shown as it was")
      const unit = join(out, "units", "digits", "random", "1.db")
      for (const end of ["", "-wal", "-shm", ".head"]) rmSync(unit + end, { force: true })
      const resumed = yield* cli(["run", out, "--resume", "-j", "1"])
      assert.strictEqual(resumed.code, 1, resumed.stderr)
      assert.match(resumed.stderr, remark)
      assert.isFalse(existsSync(unit))
      assert.strictEqual(readFileSync(about, "utf8"), before)
    }))
})

describe("probcover, whose radius follows from the number of classes,", () => {
  it.effect("takes it from --classes, so that it does not drift while they are discovered", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, pool = put("pool.csv", poolCsv())
      const few = put("few.csv", "id,label\nitem-0,a\nitem-1,b\n")
      const picks = (...more: ReadonlyArray<string>) =>
        cli(["select", pool, "-s", "probcover", "-b", "4", "-f", "ids", "--set", "delta=auto", ...more])
      const [given, asked] = [
        yield* picks("-l", few, "--classes", "a,b,c"),
        yield* picks("-l", few, "--set", "classes=3")
      ]
      assert.deepStrictEqual([given.code, asked.code], [0, 0], given.stderr + asked.stderr)
      assert.strictEqual(given.stdout, asked.stdout)
      assert.match(given.stdout, /^(item-\d+\n){3}item-\d+$/)
      const unknown = yield* picks()
      assert.strictEqual(unknown.code, 1)
      assert.match(unknown.stderr, /classes/)
      const stray = yield* picks("-l", few, "--classes", "a,c")
      assert.match(stray.stderr, /the label "b" is not among the --classes/)
    }))
})
