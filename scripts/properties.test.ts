import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { seedAt } from "./seeds/seeds.ts"
import { root } from "./sources.ts"
import { readTotalsLine } from "./totals.ts"

const run = (script: string, args: ReadonlyArray<string>, env: { readonly [name: string]: string } = {}) => {
  const { status, stdout } = spawnSync(process.execPath, [`${root}scripts/${script}`, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, MARGINALIA_SEED: "", MARGINALIA_SEEDS: "", ...env }
  })
  return { status, stdout, totals: readTotalsLine(stdout) }
}

const FILE = "scripts/seeds/fixture.test.ts"

/** The third seed from 7. */
const THIRD = String(seedAt(7, 2))

describe("check:properties", () => {
  it("tries every property with every seed, the rest once; tells which seed fails; goes on with a ledger where it failed", () => {
    const folder = mkdtempSync(join(tmpdir(), "ledger-"))
    try {
      const args = ["--seeds", "3", "--ledger", join(folder, "a.jsonl"), FILE]
      const failed = run("properties.ts", [...args, "--seed", "7"], { MARGINALIA_BAD_SEED: THIRD })
      assert.deepStrictEqual([failed.status, failed.totals], [1, { passed: 1, failed: 1, skipped: 0 }])
      const again = String
        .raw`MARGINALIA_SEED=${THIRD} npm test -- ${FILE} -t 'fixture \(of seeds\) > fails '\''when'\'' asked'`
      assert.include(failed.stdout, `FAILED ${FILE}: fixture (of seeds) fails 'when' asked\n  again: ${again}`)
      const mended = run("properties.ts", args)
      assert.deepStrictEqual([mended.status, mended.totals], [0, { passed: 2, failed: 0, skipped: 0 }])
      assert.include(mended.stdout, "6 runs of properties, 3 seeds from 7; 1 tests draw nothing and ran once")
      const held = run("properties.ts", args)
      assert.deepStrictEqual([held.status, held.totals], [0, mended.totals])
      assert.notInclude(held.stdout, "Test Files", "nothing is left to run")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("fails where a test file ends its process", () => {
    const { status, stdout, totals } = run("properties.ts", ["--seeds", "2", FILE], { MARGINALIA_BAD_SEED: "dies" })
    assert.deepStrictEqual([status, totals], [1, { passed: 0, failed: 1, skipped: 0 }])
    assert.include(stdout, `FAILED ${FILE}: (the file)`)
  })

  it("stops at the first seed where a property takes too long, and says so", () => {
    const { stdout, totals } = run("properties.ts", ["--seeds", "3", "--most", "0.0000001", FILE])
    assert.deepStrictEqual(totals, { passed: 2, failed: 1, skipped: 0 }, "the third counts the seeds of the first")
    assert.include(stdout, "2 runs of properties, 3 seeds from")
  })

  it("is what npm test draws where it is given the seed that failed", () => {
    const replayed = run("test.ts", [FILE, "-t", String.raw`fixture \(of seeds\) > fails 'when' asked`], {
      MARGINALIA_BAD_SEED: THIRD,
      MARGINALIA_SEED: THIRD
    })
    assert.deepStrictEqual([replayed.status, replayed.totals], [1, { passed: 0, failed: 1, skipped: 2 }])
  })
})
