import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Malformed } from "./errors.ts"
import { checkJson } from "./strict-json.ts"

const problemOf = (text: string, where?: string): string | undefined => {
  try {
    checkJson(text, JSON.parse(text), where)
    return undefined
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

const halves = fc.string({ unit: "grapheme", maxLength: 6 })

describe("checkJson", () => {
  test.prop([fc.jsonValue({ stringUnit: "grapheme" }), fc.nat({ max: 3 })])(
    "takes what JSON.stringify writes",
    (value, indent) => {
      assert.isUndefined(problemOf(JSON.stringify(value, null, indent)))
    }
  )

  test.prop([fc.dictionary(halves, fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.nat({ max: 3 })])(
    "refuses a key twice, wherever the object is",
    (object, which, depth) => {
      const keys = Object.keys(object), key = keys[which % keys.length]!
      const twice = `${JSON.stringify(object).slice(0, -1)}, ${JSON.stringify(key)} :1}`
      const text = Array.from({ length: depth }).reduce((inner: string) => `{"a":[0, ${inner}]}`, twice)
      assert.include(problemOf(text), "twice in one object")
    }
  )

  it("refuses half of a character, by its escape, in keys and values, and takes pairs", () => {
    assert.match(
      problemOf("{\"id\":\"\\ud83d\"}", "line 3")!,
      /^line 3 holds half of a character .* in "\\ud83d"; write/
    )
    assert.include(problemOf("{\"a\":[{\"\\uDE00x\":1}]}"), "half of a character")
    assert.isUndefined(problemOf("{\"id\":\"\\ud83d\\ude00\",\"b\":\"\\\\ud83d\"}"))
  })

  it("names the line of a text that has several", () => {
    assert.match(problemOf("{\n \"a\": 1,\n \"a\": 2\n}")!, /^line 3 has the key "a" twice/)
    assert.match(problemOf("[1,\n\"\\ud83d\"]")!, /^line 2 holds half/)
  })

  it("takes JSON that is as deep as it is long", () => {
    const deep = (inner: string) => `{"a":1,"b":${"[".repeat(1e5)}${inner}${"]".repeat(1e5)}}`
    assert.isUndefined(problemOf(deep("{\"c\":1}")))
    assert.include(problemOf(deep("{\"c\":1,\"c\":2}")), "twice")
  })

  it("is not misled by quotes, colons and braces in strings", () => {
    assert.isUndefined(problemOf("{\"a\":\"\\\"b\\\": {\",\"b\":\"\\\\\",\"c:\":\":\"}"))
    assert.include(problemOf("{\"a\\\\\":1,\"b\":2,\"a\\\\\":3}"), "twice")
    assert.include(problemOf("{\"a\":1,\"\\u0061\":3}"), "\"a\" twice")
    assert.include(problemOf("{\"__proto__\":1,\"__proto__\":3}"), "twice")
    assert.isUndefined(problemOf("{\"__proto__\":1}"))
  })
})
