import { presets } from "@marginalia/experiments/preset/all"
import { assert, describe, it } from "vitest"
import { presetsPage } from "./preset-page.ts"

describe("presetsPage", () => {
  it("names every preset", () => {
    assert.isAbove(presets.size, 0)
    for (const name of presets.keys()) assert.include(presetsPage(), name)
  })
})
