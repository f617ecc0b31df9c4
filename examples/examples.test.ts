import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const here = import.meta.dirname
const programs = readdirSync(here).filter((name) => /^\d\d-.*\.ts$/.test(name))

describe("every example", () => {
  it.each(programs)("%s runs and prints", { timeout: 120_000 }, (name) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [name], { cwd: here, encoding: "utf8" })
    assert.strictEqual(status, 0, stderr)
    assert.isAbove(stdout.trim().length, 0)
  })
})

const experiments = join(here, "05-run-an-experiment")
const bin = join(here, "..", "packages", "cli", "bin", "marginalia.mjs")

describe("every experiment", () => {
  it.each(readdirSync(experiments))("%s runs, smaller, and compares", { timeout: 120_000 }, (name) => {
    const folder = mkdtempSync(join(tmpdir(), "marginalia-example-"))
    try {
      const args = [bin, "run", name, "--scale", "0.2", "--out", join(folder, "run")]
      const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: experiments, encoding: "utf8" })
      assert.strictEqual(status, 0, stderr)
      assert.match(stdout, /AUBC/)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
