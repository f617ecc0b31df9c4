import type * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { textOf } from "./sources.ts"

type IsAny<T> = 0 extends 1 & T ? true : false

describe("the toolchain", () => {
  it("is the Node that the workspace pins", () => {
    assert.include(textOf("pnpm-workspace.yaml"), `\n  node: ${process.versions.node}\n`)
  })

  it("has a platform-node whose types fit this effect; an older one's are any", () => {
    const isAny: IsAny<typeof NodeServices.layer> = false
    assert.isFalse(isAny)
  })
})
