import { assert, describe, it } from "@effect/vitest"
import { optionals } from "@marginalia/experiments/engine/packages"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { tried } from "./tried.ts"

const fake = { name: "marginalia-is-not-here", purpose: "--magic" }

/** A project with the fake package. */
const projectWith = (program: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const project = mkdtempSync(join(tmpdir(), "marginalia-doctor-"))
      mkdirSync(join(project, "node_modules", fake.name), { recursive: true })
      writeFileSync(join(project, "node_modules", fake.name, "index.js"), program)
      return project
    }),
    (project) => Effect.sync(() => rmSync(project, { recursive: true }))
  )

describe("loading a package apart", () => {
  it.live("finds it beside the command, in the project, or not at all", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* tried(optionals["ml-kmeans"]), "present")
      assert.strictEqual(yield* tried(fake), "absent")
      assert.strictEqual(yield* tried(fake, yield* projectWith("module.exports = 1")), "present")
    }))

  const cases = [
    ["needs what is not there", "require('another-one')", "Cannot find module 'another-one'"],
    ["throws later", "setImmediate(() => { throw new Error('later') })", "later"],
    ["crashes its process", "process.kill(process.pid, 'SIGSEGV')", "it crashed its process (SIGSEGV)"]
  ] as const
  it.live.each(cases)("does no harm where it %s", ([, program, broken]) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* tried(fake, yield* projectWith(program)), { broken })
    }))
})
