import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const hostile = ["a\x1b]0;owned\x07", "b\nmarginalia: all is well", "c\r\x9b2J", "d\u202egpj", "=cmd|' /C calc'!A0"]

const pool = hostile.map((id, i) => `${JSON.stringify({ id, x: i, y: 1 })}\n`).join("")

const question = ["-s", "random", "-b", "5"]

/** Nothing that a terminal obeys. */
const clean = (text: string): void => assert.notMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u)

/** No line that a name made. */
const whole = (text: string): void => assert.notMatch(text, /^marginalia: all is well/m)

describe("names from files", () => {
  it.effect("are visible in tables, explanations and complaints", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const file = put("p.jsonl", pool)
      const stranger = put("l.csv", `id,label\n"z\x1b[31m\n",a\n`)
      const twice = put("t.jsonl", pool + pool)
      const calls = [
        ["select", file, ...question],
        ["explain", file, ...question],
        ["select", file, ...question, "-l", stranger],
        ["select", twice, ...question],
        ["select", file, "-s", "x\x1b[31my", "-b", "1"],
        ["select", join(path, "no\x1b[31m\nfile.npy"), ...question],
        ["select", file, ...question, "--bad\x1b[31m"],
        ["strategies", "x\x1b[31m"],
        ["data", "x\x1b[31m"],
        ["report", join(path, "x\x1b[31m")],
        ["train", file, "-l", stranger, "-o", join(path, "m")]
      ]
      for (const args of calls) {
        const { code, stderr, stdout } = yield* cli(args, { terminal: true })
        clean(stdout + stderr)
        whole(stdout + stderr)
        assert.include([0, 1, 2], code, args.join(" "))
      }
    }))

  it.effect("are data as they are for a program, and visible on a terminal", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const file = put("p.jsonl", pool)
      for (const format of ["csv", "json"]) {
        clean((yield* cli(["select", file, ...question, "-f", format], { terminal: true })).stdout)
        const { stdout } = yield* cli(["select", file, ...question, "-f", format])
        const ids = format === "csv" ? hostile : hostile.map((id) => JSON.stringify(id).slice(1, -1))
        for (const id of ids) assert.include(stdout, id)
      }
    }))

  it.effect("with line breaks are refused where a line is an id, and nothing is written", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const file = put("p.jsonl", pool), manifest = join(path, "m.json")
      const { code, stderr, stdout } = yield* cli(["select", file, ...question, "-f", "ids", "-m", manifest])
      assert.strictEqual(code, 1)
      assert.match(
        stderr,
        /the id ".*\\n.*" holds a line break, and in --format ids a line is an id; use --format json/
      )
      assert.strictEqual(stdout, "")
      assert.isFalse(existsSync(manifest))
    }))
})
