import { assert, describe, it } from "@effect/vitest"
import type { Probe } from "@marginalia/models/training"
import { stateOf } from "./backends.ts"

const probe: Probe = {
  name: "wasm",
  describes: "WebAssembly on the processor",
  usable: true,
  problem: undefined,
  remedy: undefined,
  gflops: 37.77,
  run: true
}

describe("stateOf", () => {
  it("says how fast a backend is", () => {
    assert.strictEqual(stateOf(probe), "usable, 38 GFLOP/s in matrix products. WebAssembly on the processor")
  })

  it("says why one is not usable, what to do, and whether it was ever run", () => {
    const absent = { ...probe, usable: false, gflops: undefined, problem: "no card", remedy: "buy one", run: false }
    assert.strictEqual(
      stateOf(absent),
      "not usable here: no card; buy one. WebAssembly on the processor; not yet run by this project"
    )
  })
})
