import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Put } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { prepared, small } from "./experiments.ts"
import { kills } from "./kills.ts"

const bin = fileURLToPath(new URL("../bin/marginalia.mjs", import.meta.url))

/** A real process that is interrupted once it has done a unit. */
const interrupted = (file: string, out: string) =>
  Effect.callback<{ readonly code: number | null; readonly stderr: string }>((resume) => {
    const child = spawn(process.execPath, [bin, "run", file, "--out", out, "-j", "2"])
    let stderr = "", asked = false
    child.stderr.on("data", (text) => {
      stderr += String(text)
      // Once: whoever asks again while it ends does not want to wait for that.
      if (!asked && stderr.includes("is done;")) asked = child.kill("SIGINT")
    })
    child.on("close", (code) => resume(Effect.succeed({ code, stderr })))
  })

const longer = (put: Put): string => put("long.yaml", small().replace("seeds: 2", "seeds: 40"))

describe("stopping", () => {
  it.live("by ctrl-C leaves a state to go on from, and says how", () =>
    Effect.gen(function*() {
      const { out, put } = yield* prepared
      const { code, stderr } = yield* interrupted(longer(put), out)
      assert.strictEqual(code, 130, stderr)
      assert.match(stderr, /stopped; go on with: marginalia run .* --resume/)
      assert.match((yield* cli(["runs", out])).stdout, /resumable/)
    }))

  it.live("by SIGKILL loses nothing, and leaves no process behind", () =>
    Effect.gen(function*() {
      const { finished, orphans, same } = yield* Effect.promise(() => kills(2, 5))
      assert.deepStrictEqual([same, orphans], [finished, 0])
    }))
})
