import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { source } from "./fixtures/source.ts"
import { readJsonl } from "./jsonl.ts"

const rowsOf = Effect.fnUntraced(function*(text: string | Uint8Array) {
  const seen: Array<unknown> = []
  yield* readJsonl(source(text, "pool.jsonl"), (object, row, line) => seen.push([row, line, object]))
  return seen
})

const problemOf = (text: string | Uint8Array) => rowsOf(text).pipe(Effect.flip, Effect.map((error) => error.message))

const EXAMPLE = "write one object a line, such as {\"id\": \"a\", \"embedding\": [0.1, 0.2]}"

describe("readJsonl", () => {
  it.effect("hands over each object with its row and line, skipping blank lines and the byte order mark", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rowsOf("\uFEFF{\"a\":1}\r\n\n{\"a\":2}"), [[0, 1, { a: 1 }], [1, 3, { a: 2 }]])
      assert.deepStrictEqual(yield* rowsOf(""), [])
    }))

  it.effect("reads a file longer than one slice", () =>
    Effect.gen(function*() {
      const text = Array.from({ length: 3000 }, (_, i) => JSON.stringify({ i, pad: "x".repeat(1000) })).join("\n")
      const seen = yield* rowsOf(text)
      assert.strictEqual(seen.length, 3000)
      assert.deepStrictEqual((seen[2999] as Array<unknown>).slice(0, 2), [2999, 3000])
    }))

  it.effect("refuses what is not an object a line, with the line", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* problemOf("{}\n{\"a\":\n"), `pool.jsonl: line 2 is not JSON: "{\\"a\\":"; ${EXAMPLE}`)
      assert.strictEqual(
        yield* problemOf("[0.1, 0.2]"),
        `pool.jsonl: line 1 is not an object: "[0.1, 0.2]"; ${EXAMPLE}`
      )
      assert.match(yield* problemOf("{}\nnull\n"), /line 2 is not an object: "null"/)
    }))

  it.effect("says so when Python wrote a NaN", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf("{\"id\": \"NaN: no\", \"v\": [0.5, -Infinity]}"),
        "pool.jsonl: line 1 holds -Infinity; every value must be a finite number: replace it, or drop the row"
      )
    }))

  it.effect("refuses a key twice and half of a character, with the line", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf("{\"id\":1}\n{\"id\":2,\"id\":3}\n"),
        "pool.jsonl: line 2 has the key \"id\" twice in one object; keep one"
      )
      assert.match(yield* problemOf("{\"id\":\"\\ud83d\"}\n"), /line 1 holds half of a character/)
    }))

  it.effect("refuses text that is not UTF-8", () =>
    Effect.gen(function*() {
      const latin1 = Uint8Array.from([...Buffer.from("{}\n{\"a\":\""), 0xE9, ...Buffer.from("\"}")])
      assert.strictEqual(yield* problemOf(latin1), "pool.jsonl: line 2 is not valid UTF-8; save the file as UTF-8")
    }))
})
