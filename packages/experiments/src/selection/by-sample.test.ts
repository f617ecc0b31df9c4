import { assert, describe, it } from "@effect/vitest"
import * as Strategy from "@marginalia/core/Strategy"
import { registry } from "@marginalia/strategies"
import { bySample, sizeWithin } from "./by-sample.ts"

const of = (text: string, size = 50): string | undefined => {
  const found = bySample(Strategy.readUnsafe(text, registry), size)
  return found === undefined ? undefined : Strategy.text(found)
}

describe("bySample", () => {
  it("puts a sample wherever a part would take all vectors, and keeps all else that was asked", () => {
    assert.strictEqual(of("maxherding"), "maxherding(reference=50)")
    assert.strictEqual(
      of("maxherding(kernel=top-hat, normalize=false)"),
      "maxherding(kernel=top-hat, normalize=false, reference=50)"
    )
    assert.strictEqual(of("uherding(entropy)"), "uherding(entropy, reference=50)")
    assert.strictEqual(
      of("orElse(facility-location, mix(0.5: normalize | herding, 0.5: random))"),
      "orElse(facility-location(reference=50), mix(0.5: normalize | herding(reference=50), 0.5: random))"
    )
    assert.strictEqual(
      of("switch(labeled < 5, maxherding, per-group(site, uherding))"),
      "switch(labeled < 5, maxherding(reference=50), per-group(site, uherding(margin(offset=1), reference=50)))"
    )
  })

  it("leaves the samples of clusters as they are", () => {
    assert.strictEqual(of("orElse(typiclust, maxherding)"), "orElse(typiclust, maxherding(reference=50))")
    assert.strictEqual(
      of("orElse(typiclust(reference=9), maxherding)"),
      "orElse(typiclust(reference=9), maxherding(reference=50))"
    )
  })

  it("is none where a part takes all vectors nevertheless", () => {
    assert.isUndefined(of("refine"))
    assert.isUndefined(of("orElse(maxherding, bait(space=embedding))"))
  })
})

describe("sizeWithin", () => {
  it("is as many as have room, down to one digit, of a use and no more than the time allows", () => {
    assert.strictEqual(sizeWithin(1_000_000, 5, 4321), 4000)
    assert.strictEqual(sizeWithin(1_000_000, 5, 1e9), 20_000)
    assert.strictEqual(sizeWithin(1000, 5, 1e9), 500)
    assert.strictEqual(sizeWithin(1_000_000, 5, 99), 90)
    assert.strictEqual(sizeWithin(1_000_000, 48, 499), 480)
  })

  it("is none where it holds few items for each pick", () => {
    assert.isUndefined(sizeWithin(1_000_000, 5, 49))
    assert.isUndefined(sizeWithin(99, 5, 1e9))
    assert.isUndefined(sizeWithin(1_000_000, 5, -3))
  })
})
