import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

const here = import.meta.dirname
const programs = readdirSync(here).filter((name) => /^\d\d-.*\.ts$/.test(name))

describe("every example", () => {
  it.each(programs)("%s runs and prints", { timeout: 120_000 }, (name) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [name], { cwd: here, encoding: "utf8" })
    assert.strictEqual(status, 0, stderr)
    assert.isAbove(stdout.trim().length, 0)
  })
})
