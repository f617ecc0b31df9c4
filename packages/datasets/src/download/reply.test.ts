import { assert, describe, it } from "@effect/vitest"
import { meaningOf, type Reply, validatorOf } from "./reply.ts"

const reply = (status: number, headers: Reply["headers"] = {}): Reply => ({ status, headers })

describe("meaningOf", () => {
  it("takes a whole body from its start, whatever was asked", () => {
    assert.deepStrictEqual(meaningOf(reply(200, { "content-length": "7" }), 5), { _tag: "Body", from: 0, total: 7 })
    assert.deepStrictEqual(meaningOf(reply(200), 0), { _tag: "Body", from: 0, total: undefined })
    assert.deepStrictEqual(meaningOf(reply(200, { "content-length": "x" }), 0), {
      _tag: "Body",
      from: 0,
      total: undefined
    })
  })

  it("takes a part only where it begins as asked", () => {
    const part = (range: string) => meaningOf(reply(206, { "content-range": range }), 5)
    assert.deepStrictEqual(part("bytes 5-9/10"), { _tag: "Body", from: 5, total: 10 })
    assert.deepStrictEqual(part("bytes 5-9/*"), { _tag: "Body", from: 5, total: undefined })
    for (const range of ["bytes 4-9/10", "bytes 6-9/10", "items 5-9/10", ""]) {
      assert.deepStrictEqual(part(range), { _tag: "Anew" })
    }
    assert.deepStrictEqual(meaningOf(reply(206), 5), { _tag: "Anew" })
  })

  it("knows from a range out of reach whether all is here", () => {
    const out = (range: string, at: number) => meaningOf(reply(416, { "content-range": range }), at)._tag
    assert.deepStrictEqual([out("bytes */5", 5), out("bytes */4", 5), out("", 5), out("bytes */0", 0)], [
      "Whole",
      "Anew",
      "Anew",
      "Refused"
    ])
  })

  it("tells no from not now", () => {
    const tag = (status: number) => meaningOf(reply(status), 0)._tag
    assert.deepStrictEqual([500, 502, 503, 408, 425, 429].map(tag), new Array(6).fill("Busy"))
    assert.deepStrictEqual([301, 304, 400, 401, 403, 404, 410].map(tag), new Array(7).fill("Refused"))
  })
})

describe("validatorOf", () => {
  it("is a strong tag, else a date", () => {
    const date = { "last-modified": "Sat, 01 Jan 2022 00:00:00 GMT" }
    assert.strictEqual(validatorOf(reply(200, { etag: "\"a\"", ...date })), "\"a\"")
    assert.strictEqual(validatorOf(reply(200, { etag: "W/\"a\"", ...date })), date["last-modified"])
    assert.strictEqual(validatorOf(reply(200, { etag: "W/\"a\"" })), undefined)
  })
})
