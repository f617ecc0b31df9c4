/**
 * Around each test file: it leaves the process as it found it. Files share a process (see `vitest.config.ts`), so what one
 * of them changes would be another's riddle.
 */
import { afterAll, beforeAll } from "vitest"

/** What tests have changed, or could: the working folder, the environment, signals and what the library asks the platform for. */
const state = () => ({
  folder: process.cwd(),
  environment: JSON.stringify({ ...process.env }),
  exitCode: process.exitCode,
  SharedArrayBuffer: globalThis.SharedArrayBuffer,
  WebAssembly: globalThis.WebAssembly,
  compile: WebAssembly.Module,
  grow: Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "grow")?.value as unknown,
  Worker: (globalThis as { Worker?: unknown }).Worker,
  fetch: globalThis.fetch,
  random: Math.random,
  now: Date.now,
  log: console.log,
  error: console.error
})

let before: ReturnType<typeof state> | undefined

beforeAll(() => {
  before = state()
})

afterAll(() => {
  const after = state()
  for (const name of Object.keys(after) as Array<keyof typeof after>) {
    if (before !== undefined && !Object.is(before[name], after[name])) {
      throw new Error(
        `this test file leaves ${name} changed: put it back, or give the file a process of its own in vitest.config.ts`
      )
    }
  }
})
