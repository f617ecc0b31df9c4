import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync, spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { folder, pool, poolCsv, type Put } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const bin = fileURLToPath(new URL("../bin/marginalia.mjs", import.meta.url))

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

interface Started {
  readonly args: ReadonlyArray<string>
  readonly node?: string
  readonly stdin?: string
  /** Sent as soon as something is on stderr; the standard input stays open. */
  readonly signal?: NodeJS.Signals
}

/** A real process. */
const start = ({ args, node = process.execPath, signal, stdin = "" }: Started): Effect.Effect<Ended> =>
  Effect.callback((resume) => {
    const child = spawn(node, [bin, ...args])
    const texts = { stdout: "", stderr: "" }
    child.stdout.on("data", (data) => texts.stdout += data)
    child.stderr.on("data", (data) => {
      if (texts.stderr === "" && signal !== undefined) child.kill(signal)
      texts.stderr += data
    })
    child.on("close", (code, signal) => resume(Effect.succeed({ code, signal, ...texts })))
    if (signal === undefined) child.stdin.end(stdin)
  })

/** Says something on stderr, and then waits for its standard input. */
const waiting = (put: Put): ReadonlyArray<string> => {
  const plugin = put("mine.ts", "export { random } from \"@marginalia/strategies\"")
  return ["select", "-", "-s", "random", "-b", "2", "--plugin", plugin]
}

describe("the program", () => {
  it.live("reads a pipe, writes picks to stdout and notes to stderr, and exits with 0", () =>
    Effect.gen(function*() {
      const args = ["select", "-", "-s", "supclust", "-b", "3", "-f", "ids"]
      const { code, stderr, stdout } = yield* start({ args, stdin: poolCsv() })
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /^(item-\d+\n){3}$/)
      assert.include(stderr, "seed 0")
    }))

  // 1 is that of a plugin that cannot be read, 2 that of a full disk, 130 that of Ctrl-C in stopped.test.ts.
  it.live("exits with 3 where a manifest is not what comes of it", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const file = put("p.npy", pool()), manifest = join(path, "m.json")
      assert.strictEqual((yield* cli(["select", file, "-s", "random", "-b", "9", "-m", manifest])).code, 0)
      writeFileSync(manifest, readFileSync(manifest, "utf8").replace("\"seed\": 0", "\"seed\": 1"))
      assert.strictEqual((yield* start({ args: ["verify", manifest] })).code, 3)
    }))

  it.live("says nothing when the reader of its output goes away, but is no success", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const rows = Array.from({ length: 3000 }, (_, i) => `${"item-".repeat(20)}${i},${i}`)
      const file = put("p.csv", ["id,x", ...rows, ""].join("\n"))
      const pipe = `"${process.execPath}" "${bin}" select "${file}" -s random -b 3000 -f ids -q | head -1`
      const out = execFileSync("bash", ["-c", `set -o pipefail; { ${pipe}; } 2>&1; echo "code \${PIPESTATUS[0]}"`], {
        encoding: "utf8"
      })
      assert.match(out, /^(item-)+\d+\ncode 141\n$/)
    }))

  it.live("says that the disk of its output is full, and exits with 2", (context) =>
    Effect.gen(function*() {
      if (!existsSync("/dev/full")) return context.skip("there is no /dev/full here")
      const { path, put } = yield* folder
      const file = put("p.csv", poolCsv()), full = ["--out", "/dev/full", "--manifest", "/dev/full"]
      const told = execFileSync("bash", [
        "-c",
        `"${process.execPath}" "${bin}" select "${file}" -s random -b 2 -q 2>&1 >/dev/full; echo "code $?"`
      ], { encoding: "utf8" })
      assert.match(told, /^marginalia: stdout: it cannot be written: no space is left on the disk; .*\ncode 2\n$/)
      for (const at of [0, 2]) {
        const args = ["select", file, "-s", "random", "-b", "2", "-q", ...full.slice(at, at + 2)]
        const { code, stderr, stdout } = yield* cli(args)
        assert.strictEqual(code, 2, stderr)
        assert.match(stderr, /^marginalia: \/dev\/full: no space is left on the disk; .*$/)
        assert.strictEqual(stdout, "")
      }
      assert.deepStrictEqual(readdirSync(path), ["p.csv"])
      assert.strictEqual(readFileSync(file, "utf8"), poolCsv())
    }))

  it.live("names the plugin and the error when Node itself cannot read it", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const { code, stderr } = yield* start({ args: ["strategies", "--plugin", put("bad.ts", "export const = 1")] })
      assert.strictEqual(code, 1)
      assert.match(stderr, /bad\.ts: the plugin cannot be run \(SyntaxError: .*\); it must be a module/)
    }))
})

const old = ["/usr/bin/node", "/usr/local/bin/node"].find((node) =>
  existsSync(node) && /^v(?:18|20)\./.test(execFileSync(node, ["--version"], { encoding: "utf8" }))
)

describe.runIf(old !== undefined)("under an old Node", () => {
  it.live("hands over to the Node that the project brings, with input and output", () =>
    Effect.gen(function*() {
      const args = ["select", "-", "-s", "random", "-b", "2", "-f", "ids"]
      const piped = yield* start({ args, stdin: poolCsv(), node: old! })
      assert.strictEqual(piped.code, 0, piped.stderr)
      assert.match(piped.stdout, /^(item-\d+\n){2}$/)
    }))

  it.live("passes signals on, and the exit code back", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      assert.strictEqual((yield* start({ args: waiting(put), node: old!, signal: "SIGINT" })).code, 130)
    }))
})
