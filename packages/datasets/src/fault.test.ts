import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { resolveClasses } from "./files/classes.ts"
import { readLabels } from "./files/labels.ts"
import { readPool } from "./files/pool.ts"

/** What an error holds of a fault, without its texts. */
const data = (error: object) => {
  const { hint: _hint, path: _path, problem: _problem, _tag, ...rest } = { ...error } as {
    readonly [key: string]: unknown
  }
  return Object.fromEntries(Object.entries(rest).filter(([key, value]) => value !== undefined && key !== "exitCode"))
}

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-fault-"))),
  (made) => Effect.sync(() => rmSync(made, { recursive: true }))
)

const refused = Effect.fnUntraced(
  function*(name: string, text: string, read: (path: string) => Effect.Effect<unknown, object, never>) {
    const path = join(yield* folder, name)
    writeFileSync(path, text)
    return data(yield* Effect.flip(read(path)))
  },
  Effect.scoped
)

const pool = (path: string) => Effect.provide(readPool(path), NodeServices.layer)

const labels = (path: string) => Effect.provide(readLabels(path), NodeServices.layer)

describe("what a refused file says as data", () => {
  it.effect("a reason, and what stands where something else should", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* refused("a.csv", "id,x\na,1\nb,two\n", pool), {
        reason: "Value",
        row: 1,
        line: 3,
        column: "x",
        value: "two",
        expected: "a number"
      })
      assert.deepStrictEqual(yield* refused("a.csv", "id,x,y\na,1,2\nb,1\n", pool), {
        reason: "Mismatch",
        row: 1,
        line: 3,
        value: 2,
        expected: 3
      })
      assert.deepStrictEqual(yield* refused("a.csv", "id,x\na,1\na,2\n", pool), { reason: "Twice", row: 1, value: "a" })
      assert.deepStrictEqual(yield* refused("a.csv", "", pool), { reason: "Empty" })
      assert.deepStrictEqual(yield* refused("a.jsonl", "{\"id\": 1,\n", pool), {
        reason: "Format",
        line: 1,
        value: "{\"id\": 1,",
        expected: "JSON"
      })
    }))

  it.effect("labels that say two things of an item, or miss what they need", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* refused("l.csv", "id,label\na,x\na,y\n", labels), { reason: "Twice", value: "a" })
      const { reason, expected, allowed } = yield* refused("l.csv", "id,kind\na,x\n", labels)
      assert.deepStrictEqual([reason, expected, allowed], ["Missing", "label", ["id", "kind"]])
    }))

  it.effect("a request that names a class that is none", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(resolveClasses({ given: "cat,dog", labels: ["cow"], probability: undefined }))
      assert.deepStrictEqual(data(error), { reason: "Unknown", value: "cow", allowed: ["cat", "dog"] })
    }))
})
