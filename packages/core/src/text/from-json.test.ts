import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { strategy } from "../../test/strategies.ts"
import { registry } from "../../test/toys.ts"
import * as Strategy from "../Strategy.ts"
import { build } from "./build.ts"
import { treeOf } from "./from-json.ts"
import { parse } from "./parser.ts"
import { textOf } from "./read.ts"

const made = (tree: ReturnType<typeof parse>) => Strategy.text(build({ text: "", registry }, tree))

const leaf = { recipe: { name: "best", options: {} } }

describe("treeOf", () => {
  test.prop([strategy])("builds what the text of the form builds", (one) => {
    const json = Strategy.json(one)
    assert.strictEqual(made(treeOf(json)), made(parse(textOf(json))))
  })

  it("keeps texts that a lexer would take for something else", () => {
    const tree = treeOf({ pipeline: [{ name: "top", options: { score: "a | b(", list: [1, "true", "10%"] } }] })
    const { last } = tree
    assert.deepStrictEqual(last._tag === "Call" ? last.args.map(({ value }) => value) : undefined, [
      { _tag: "Scalar", value: "a | b(", at: 0 },
      {
        _tag: "List",
        items: [1, "true", "10%"].map((value) => ({ _tag: "Scalar" as const, value, at: 0 })),
        at: 0
      }
    ])
  })

  it("refuses what is empty, or more than a text may hold", () => {
    assert.throws(() => treeOf({ pipeline: [] }), /no step/)
    const spec = { name: "x", options: {} }
    assert.throws(() => treeOf({ pipeline: Array.from({ length: 1001 }, () => spec) }), /1001 steps/)
    assert.throws(
      () => treeOf({ mix: Array.from({ length: 1001 }, () => ({ weight: 1, strategy: leaf })) }),
      /1001 parts/
    )
    let deep: Strategy.Json = leaf
    for (let i = 0; i < 101; i++) deep = { subsample: { size: 1, strategy: deep } }
    assert.throws(() => treeOf(deep), /depth/)
  })
})
