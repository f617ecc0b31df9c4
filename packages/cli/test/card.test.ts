import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { npy } from "../../datasets/test/npy.ts"
import { commands } from "./commands.ts"

/** Chromium's package on Debian brings a driver in software, which the loader has to be told of. */
const software = "/usr/lib/chromium/vk_swiftshader_icd.json"
const env = existsSync(software) ? { VK_DRIVER_FILES: software } : {}

describe("--kernels webgpu", () => {
  it.live(
    "picks the same, or says why there is no card; the manifest is verified without one",
    () =>
      Effect.gen(function*() {
        const { path: here } = yield* folder
        writeFileSync(
          join(here, "pool.npy"),
          npy("f4", Float32Array.from({ length: 900 }, (_, i) => i * 7 % 11), [300, 3])
        )
        const ask = (
          kernels: string
        ) => ["select", "pool.npy", "-s", "supclust", "-b", "4", "-q", "--kernels", kernels, "-m", `${kernels}.json`]
        const lines = [ask("cpu"), ask("webgpu"), [
          "explain",
          "pool.npy",
          "-s",
          "kcenter",
          "-b",
          "2",
          "--kernels",
          "webgpu"
        ]]
        const [plain, card, explained] = yield* commands(lines, { cwd: here, env })
        assert.strictEqual(plain!.code, 0)
        assert.strictEqual(explained!.code, card!.code)
        if (card!.code !== 0) {
          assert.strictEqual(card!.code, 2)
          assert.match(card!.stderr, /WebGPU cannot be used: |webgpu: not installed; /)
          console.log(`--kernels webgpu is not run: ${card!.stderr}`)
          return
        }
        assert.strictEqual(card!.stdout, plain!.stdout)
        assert.strictEqual(
          readFileSync(join(here, "webgpu.json"), "utf8"),
          readFileSync(join(here, "cpu.json"), "utf8")
        )
        const [verified] = yield* commands([["verify", "webgpu.json", "-q"]], { cwd: here, env })
        assert.strictEqual(verified!.code, 0)
      }).pipe(Effect.scoped),
    60_000
  )

  it.live("does not go with what counts memory, or computes elsewhere", () =>
    Effect.gen(function*() {
      const { path: here } = yield* folder
      writeFileSync(join(here, "pool.npy"), npy("f4", new Float32Array(12), [4, 3]))
      const ask = ["select", "pool.npy", "-s", "kcenter", "-b", "2", "--kernels", "webgpu", "--memory", "512MB"]
      const [refused, planned] = yield* commands([ask, [...ask, "--dry-run"]], { cwd: here, env })
      assert.deepStrictEqual([refused!.code, planned!.code], [1, 1])
      assert.match(refused!.stderr, /--kernels webgpu does not go with --memory: what a driver takes is in no plan/)
    }).pipe(Effect.scoped), 60_000)
})
