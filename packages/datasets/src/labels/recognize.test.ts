import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "../files/npy-write.ts"
import { kindOf } from "./recognize.ts"

const kind = (text: string) => kindOf(new TextEncoder().encode(text))

describe("kindOf", () => {
  it("tells forms by how they begin, whatever comes before or is their size", () => {
    const long = `{"id":"a","label":"${"x".repeat(1 << 17)}"}`
    const cases: ReadonlyArray<readonly [text: string, kind: ReturnType<typeof kindOf>]> = [
      ["id,label\n", "csv"],
      ["\uFEFFid\tlabel\n", "csv"],
      ["\n\n  id;label\n", "csv"],
      ["{\"id\":1,\"label\":2}\n{\"id\":2,\"label\":2}\n", "jsonl"],
      ["{\"id\":1}", "jsonl"],
      [`${long}\n${long}`, "jsonl"],
      ["{\"id\":1,\"label\":\n", "jsonl"],
      ["{\n  \"images\": []", "json"],
      ["{\"info\":{},\"images\":[],\"annotations\":[]}", "json"],
      [`{"images":[${"{},".repeat(50_000)}`, "json"],
      ["{\"id\":1,\"data\":{},\"annotations\":[]}", "json"],
      ["[{\"id\":1}]", "json"],
      ["<?xml version=\"1.0\"?><annotations/>", "xml"],
      ["a.jpg 1\n", "list"],
      ["\"a, b\".jpg 1\n", "list"],
      ["a b.jpg 12 13\n", "list"],
      ["a.jpg,1\n", "csv"],
      ["PK\u0003\u0004", "zip"],
      ["PAR1", "parquet"]
    ]
    for (const [text, expected] of cases) assert.strictEqual(kind(text), expected, text.slice(0, 60))
    assert.strictEqual(kindOf(encodeNpy(Float32Array.of(1), [1])), "npy")
  })

  it("comes to an end on blanks and digits", () => {
    assert.strictEqual(kind(" ".repeat(1 << 16) + "id,label"), "csv")
    assert.strictEqual(kind(`a ${"1 ".repeat(1 << 15)}`), "csv")
  })
})
