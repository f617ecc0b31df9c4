import { assert, describe, it } from "@effect/vitest"
import { readComment } from "./comment.ts"
import { anchors, book, page, pageOf, pages } from "./page.ts"
import type { Module } from "./surface.ts"
import { commentBefore, statementsOf } from "./tree.ts"

const text = `/** A step: {@link make} makes one. */
export interface Step {
    /** Its number. */
    readonly at: number;
    readonly [Phantom]?: () => void;
}
/**
 * Makes a {@link Step}.
 *
 * @param at Its number, from 0.
 * @example
 * \`\`\`ts
 * make(1)
 * \`\`\`
 */
export declare const make: (at: number) => Step;
`

const file = "packages/core/src/Step.ts"

const module: Module = {
  package: "core",
  file,
  specifier: "@marginalia/core",
  namespace: "Step",
  comment: "Steps. One after another.",
  namespaces: [],
  exports: statementsOf(text).map((node, i) => {
    const name = ["Step", "make"][i]!
    return { name, local: name, file, comment: commentBefore(text, node.start), nodes: [node], text }
  })
}

describe("a page", () => {
  it("shows what is exported, with its type, links, parameters and example", () => {
    const shown = page(module, book([module]))
    assert.include(
      shown,
      "# Step\n\nSteps. One after another.\n\n```ts\nimport { Step } from \"@marginalia/core\"\n```"
    )
    assert.include(shown, "| [make](#make) | Makes a [`Step`](#step-1). |")
    assert.include(shown, "- `at`: Its number, from 0.")
    assert.include(shown, "```ts\ninterface Step {\n  /** Its number. */\n  readonly at: number;\n}\n```")
    assert.include(shown, "```ts\nconst make: (at: number) => Step\n```\n\n```ts\nmake(1)\n```")
  })

  it("lies where its source lies; the contents lead there", () => {
    assert.strictEqual(pageOf(module), "core/Step.md")
    assert.strictEqual(pageOf({ package: "core", file: "packages/core/src/index.ts" }), "core/README.md")
    assert.deepStrictEqual([...pages([module]).keys()], ["README.md", "core/Step.md"])
    assert.include(pages([module]).get("README.md"), "| [Step](core/Step.md) | Steps. |")
  })
})

describe("reading a comment", () => {
  it("keeps tags apart, and what looks like one in code together", () => {
    const read = readComment("A.\n\nB.\n@param x - the x,\nof many.\n@example\n```ts\n@no\n```\n@internal")
    assert.deepStrictEqual(read, {
      text: "A.\n\nB.",
      params: [["x", "the x,\nof many."]],
      examples: ["```ts\n@no\n```"],
      internal: true
    })
  })

  it("numbers anchors that come again", () =>
    assert.deepStrictEqual(anchors(["Key", "key", "a b"]), ["key", "key-1", "a-b"]))
})
