import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    // Long enough that no test is about time, short enough that one that hangs is seen.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ["scripts/seed.ts"],
    runner: "./scripts/seeds/runner.ts",
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "examples/**/*.test.ts",
      "scripts/**/*.test.ts"
    ]
  }
})
