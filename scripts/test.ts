/**
 * Runs every test and ends with a plain line, `N passed, N failed` (and `, N skipped` where some are).
 *
 * Arguments go to vitest: `npm test -- packages/core`. Exits as vitest does. All properties draw from one seed, a new
 * one each time (in CI a fixed one); a failure tells it, and `MARGINALIA_SEED=… npm test` draws the same again. Each is
 * tried on a sixth of its cases, and on all of them where a seed is given (`packages/core/test/runs.ts`).
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { RUNS } from "../packages/core/test/runs.ts"
import { compiledOnce } from "./compile-cache.ts"
import { firstSeed, SEED } from "./seeds/seeds.ts"
import { type Totals, totalsLine, totalsOf } from "./totals.ts"

const seed = firstSeed(process.env)

/** A seed is given to see a failure again, which may lie in a case that only `check:properties` comes to. */
const whole = process.env[SEED] ? { [RUNS]: "all" } : {}

const root = fileURLToPath(new URL("../", import.meta.url))

const runVitest = (report: string, args: ReadonlyArray<string>): number => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs")
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  const options = {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"] as Array<"ignore" | "inherit">,
    env: { ...process.env, ...compiledOnce(root), ...whole, [SEED]: String(seed) }
  }
  return spawnSync(process.execPath, [vitest, "run", ...reporters, ...args], options).status ?? 1
}

const readTotals = (report: string): Totals => {
  try {
    return totalsOf(JSON.parse(readFileSync(report, "utf8")))
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

const folder = mkdtempSync(join(tmpdir(), "marginalia-test-"))
try {
  const report = join(folder, "report.json")
  const status = runVitest(report, process.argv.slice(2))
  const totals = readTotals(report)
  const failed = status !== 0 ? Math.max(1, totals.failed) : totals.failed
  if (failed > 0) console.log(`properties drew from the seed ${seed}: ${SEED}=${seed} npm test draws the same again`)
  console.log(totalsLine({ ...totals, failed }))
  process.exitCode = status === 0 && failed > 0 ? 1 : status
} finally {
  rmSync(folder, { recursive: true })
}
