import { spawnSync } from "node:child_process"
import { defineConfig } from "vitest/config"

const tests = [
  "packages/*/src/**/*.test.ts",
  "packages/*/test/**/*.test.ts",
  "examples/**/*.test.ts",
  "scripts/**/*.test.ts",
  "bench/**/*.test.ts"
]

/**
 * Tests that change what their process shares, so that each has a process of its own. All others share three, in which a
 * module is loaded once: loading was a third of all the time. `scripts/process.ts` fails a file that leaves a trace.
 */
const alone = [
  // Takes SharedArrayBuffer away, and loads modules again without it.
  "packages/core/src/kernels/slab.test.ts",
  // Looks for a package that others look for where it is not: the runner remembers.
  "packages/experiments/src/engine/packages.test.ts",
  // Loads TensorFlow, where it is installed, and leaves its backend registered.
  "packages/models/src/backend/tfjs-node.test.ts",
  // Machines that have to answer each other in time: not while other tests' work holds up their process.
  "packages/distributed/src/shards/shards.test.ts",
  // Names a graphics driver in the environment.
  "packages/models/src/backend/webgpu.test.ts"
]

/**
 * V8 loses count of the pages that code is on where threads end while others compile, and ends the process, on processors that protect such pages by keys (nodejs/node 64500, seen
 * here twice in some thirty runs of a file on a busy machine). Not every build of Node knows the flag.
 */
const flags = ["--no-memory-protection-keys"].filter((flag) =>
  spawnSync(process.execPath, [flag, "-e", ""]).status === 0
)

const shared = {
  pool: "forks" as const,
  execArgv: flags,
  // Long enough that no test is about time, short enough that one that hangs is seen.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  setupFiles: ["scripts/seed.ts", "scripts/process.ts"],
  runner: "./scripts/seeds/runner.ts"
}

export default defineConfig({
  test: {
    // One more than cores: while a test waits for a process of its own or for a browser, another one works.
    maxWorkers: 3,
    projects: [
      {
        test: { ...shared, name: "together", isolate: false, include: tests, exclude: [...alone, "**/node_modules/**"] }
      },
      { test: { ...shared, name: "alone", include: alone } }
    ]
  }
})
