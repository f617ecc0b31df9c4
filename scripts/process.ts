/**
 * Around each test file: it leaves the process as it found it. Files share a process (see `vitest.config.ts`), so what one
 * of them changes would be another's riddle.
 */
import { afterAll, beforeAll } from "vitest"

/** Variables that libraries set for themselves when they are loaded. */
const theirs = ["VIPSHOME"]

const variables = () => Object.entries(process.env).filter(([name]) => !theirs.includes(name))

/** What tests have changed, or could: the working folder, the environment and what the library asks the platform for. */
const state = (): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(variables().map(([name, value]) => [`the variable ${name}`, value])),
  "the working folder": process.cwd(),
  "the exit code": process.exitCode,
  SharedArrayBuffer: globalThis.SharedArrayBuffer,
  WebAssembly: globalThis.WebAssembly,
  "WebAssembly.Module": WebAssembly.Module,
  "WebAssembly.Memory's grow": Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "grow")?.value,
  Worker: (globalThis as { Worker?: unknown }).Worker,
  fetch: globalThis.fetch,
  "Math.random": Math.random,
  "Date.now": Date.now,
  "console.log": console.log,
  "console.error": console.error
})

let before = state()

beforeAll(() => {
  before = state()
})

afterAll(() => {
  const after = state()
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => !Object.is(before[name], after[name]))
  if (changed.length === 0) return
  throw new Error(
    `this test file leaves ${
      changed.join(", ")
    } changed: put it back, or give the file a process of its own in vitest.config.ts`
  )
})
