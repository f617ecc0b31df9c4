import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cli } from "../packages/cli/test/cli.ts"
import { someOf } from "../packages/core/test/runs.ts"
import { runner } from "../scripts/docs/together.ts"
import { firstSeed } from "../scripts/seeds/seeds.ts"

const here = import.meta.dirname, seed = firstSeed(process.env)
const programs = readdirSync(here).filter((name) => /^\d\d-.*\.ts$/.test(name))

const others = runner(here)

afterAll(others.close)

describe("every example", () => {
  it.for(someOf(programs, seed))("%s runs and prints", { timeout: 120_000 }, async (name) => {
    const { code, stderr, stdout } = await others.run(name, readFileSync(join(here, name), "utf8"))
    assert.strictEqual(code, 0, stderr)
    assert.isAbove(stdout.trim().length, 0)
  })
})

const experiments = join(here, "05-run-an-experiment")
const files = readdirSync(experiments)
/** Runs in a process of its own, with workers. */
const FIRST = "experiment.yaml"
const bin = join(here, "..", "packages", "cli", "bin", "marginalia.mjs")

/** Does something with a folder, and removes it. */
const inFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-example-"))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The least that there is: one seed, one item a class and round, a few epochs. */
const smaller = (folder: string) => ["--scale", "0.02", "--out", join(folder, "run")]

describe("every experiment", () => {
  it.for(someOf(files.filter((name) => name !== FIRST), seed))(
    "%s runs, smaller, and compares",
    { timeout: 120_000 },
    (name) =>
      inFolder(async (folder) => {
        const args = ["run", join(experiments, name), ...smaller(folder), "--jobs", "1"]
        const { code, stderr, stdout } = await Effect.runPromise(cli(args))
        assert.strictEqual(code, 0, stderr)
        assert.match(stdout, /AUBC/)
      })
  )

  it("runs as its first line says, in its folder", { timeout: 120_000 }, () =>
    inFolder(async (folder) => {
      const options = { cwd: experiments, encoding: "utf8" as const }
      const args = [bin, "run", FIRST, ...smaller(folder)]
      const { status, stderr, stdout } = spawnSync(process.execPath, args, options)
      assert.strictEqual(status, 0, stderr)
      assert.match(stdout, /AUBC/)
    }))
})
