import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { load } from "./load.ts"
import { probe, probeAll, probeApart } from "./probe.ts"

/** A project with a package in the place of tfjs-node. */
const projectWith = (program: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const project = mkdtempSync(join(tmpdir(), "marginalia-probe-"))
      const fake = join(project, "node_modules/@tensorflow/tfjs-node")
      mkdirSync(fake, { recursive: true })
      writeFileSync(join(fake, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }))
      writeFileSync(join(fake, "index.js"), program)
      return project
    }),
    (project) => Effect.sync(() => rmSync(project, { recursive: true }))
  )

describe("probing the backends", () => {
  it.live("tells what is usable, how fast, and how to get the rest", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      const before = tf.memory().numTensors
      const probes = yield* probeAll
      assert.deepStrictEqual(probes.map(({ name }) => name), ["node-gpu", "node", "webgpu", "wasm", "cpu"])
      for (const { gflops, problem, remedy, usable } of probes) {
        assert.strictEqual(usable, gflops !== undefined && gflops > 0)
        assert.strictEqual(usable, problem === undefined)
        assert.strictEqual(usable, remedy === undefined)
      }
      assert.deepStrictEqual(probes.slice(-2).map(({ problem }) => problem), [undefined, undefined])
      assert.strictEqual(tf.getBackend(), "cpu")
      assert.strictEqual(tf.memory().numTensors, before)
    }), 120_000)

  it.live("marks what has never been run", () =>
    Effect.gen(function*() {
      const { remedy, run, usable } = yield* probe("node-gpu")
      assert.deepStrictEqual([usable, run], [false, false])
      assert.match(remedy!, /install @tensorflow\/tfjs-node-gpu@/)
    }))

  const cases = [
    ["throws as it loads", "throw new Error('wrong libc')", /wrong libc/],
    [
      "throws when nobody waits",
      "await new Promise(() => setImmediate(() => { throw new Error('later') }))",
      /^it failed: later$/
    ],
    ["crashes the process", "process.kill(process.pid, 'SIGSEGV')", /^it failed: it crashed its process \(SIGSEGV\)$/],
    ["ends the process", "process.exit(3)", /^it failed: it ended its process with code 3$/],
    // Blocked, not busy: all that it takes is time.
    [
      "never ends",
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
      /^it failed: it gave no answer within 1 seconds$/,
      1000
    ]
  ] as const
  it.live.each(cases)("survives a backend that %s", ([, program, why, limit = 60_000]) =>
    Effect.gen(function*() {
      const cwd = yield* projectWith(program)
      const { gflops, problem, remedy, usable } = yield* probeApart("node", { cwd, limit })
      assert.match(problem!, why)
      assert.deepStrictEqual([usable, gflops], [false, undefined])
      assert.match(remedy!, /install/)
    }), 60_000)
})
