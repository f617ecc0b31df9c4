/**
 * Runs every example of the docs and of `examples/`, of which `npm test` runs one page in four, others with each seed.
 *
 * `npm run check:docs`; ends as `npm test` does. Arguments go to vitest.
 */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { RUNS } from "../packages/core/test/runs.ts"

const program = fileURLToPath(new URL("test.ts", import.meta.url))
const { status } = spawnSync(process.execPath, [program, "scripts/check-docs", "examples/", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, [RUNS]: "all" }
})
process.exitCode = status ?? 1
