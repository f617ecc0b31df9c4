/**
 * Running a few test files in a copy of the workspace.
 */
import { spawn } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { compiledOnce } from "../compile-cache.ts"

/** How the tests went. `loads`: whether every test file could be read at all. */
export interface Result {
  readonly failed: ReadonlyArray<string>
  readonly passed: number
  readonly loads: boolean
  readonly hung: boolean
}

/** Milliseconds: a run that takes longer has been made to hang by its fault. */
const LIMIT = 180_000

/** How tests are run. */
export interface How {
  /** Whether to stop at the first failure. Default true. */
  readonly bail?: boolean
  /** Milliseconds after which they hang. Default three minutes. */
  readonly limit?: number
  /** How many files at once. Default 1. */
  readonly workers?: number
}

interface Report {
  readonly numPassedTests: number
  readonly testResults: ReadonlyArray<{
    readonly status: string
    readonly assertionResults: ReadonlyArray<{ readonly status: string; readonly fullName: string }>
  }>
}

const resultOf = ({ numPassedTests, testResults }: Report): Result => {
  const failed = testResults.flatMap((file) => file.assertionResults.filter(({ status }) => status === "failed"))
  const broken = testResults.some((file) => file.status === "failed" && file.assertionResults.length === 0)
  return { failed: failed.map(({ fullName }) => fullName), passed: numPassedTests, loads: !broken, hung: false }
}

const stop = (pid: number | undefined): void => {
  if (pid !== undefined) process.kill(-pid, "SIGKILL")
}

/** Runs test files in `root`. */
export const runTests = (
  root: string,
  tests: ReadonlyArray<string>,
  { bail = true, limit = LIMIT, workers = 1 }: How = {}
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const file = join(root, "faults-report.json")
    rmSync(file, { force: true })
    const args = [
      "run",
      ...tests,
      `--maxWorkers=${workers}`,
      "--reporter=json",
      `--outputFile=${file}`,
      ...(bail ? ["--bail=1"] : [])
    ]
    const child = spawn(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...args], {
      cwd: root,
      env: { ...process.env, ...compiledOnce(root), MARGINALIA_SOURCES: "1" },
      detached: true,
      stdio: ["ignore", "ignore", "pipe"]
    })
    let [errors, hung] = ["", false]
    child.stderr.on("data", (text) => {
      errors += String(text)
    })
    const timer = setTimeout(() => {
      hung = true
      stop(child.pid)
    }, limit)
    child.on("error", reject)
    child.on("close", () => {
      clearTimeout(timer)
      if (hung) resolve({ failed: [], passed: 0, loads: true, hung })
      else if (existsSync(file)) resolve(resultOf(JSON.parse(readFileSync(file, "utf8")) as Report))
      else reject(new Error(`the tests ${tests.join(", ")} did not run:\n${errors.slice(0, 2000)}`))
    })
  })
