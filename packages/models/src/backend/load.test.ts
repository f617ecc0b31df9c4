import { assert, describe, it } from "vitest"
import { unrepeatable } from "./load.ts"

describe("unrepeatable", () => {
  it("is Bun, which passes itself off as a Node, and nothing else", () => {
    const error = unrepeatable("wasm", { node: "24.3.0", bun: "1.4.5" })
    assert.deepInclude(error, { _tag: "BackendUnavailable", backend: "wasm", exitCode: 2 })
    assert.deepStrictEqual(error!.reason, { _tag: "Unrepeatable", program: "Bun", version: "1.4.5" })
    assert.match(error!.message, /Bun does not train the same network twice; run this program with Node/)
    assert.isUndefined(unrepeatable("wasm", { node: "24.3.0" }))
    assert.isUndefined(unrepeatable("wasm"))
  })
})
