import { assert, describe, it } from "@effect/vitest"
import { Strategy } from "@marginalia/core"
import { registry } from "../registry.ts"

describe("dbal", () => {
  it("is refused, naming the two methods that go by this name", () => {
    const read = () => Strategy.readUnsafe("dbal", registry)
    assert.throws(read, /mc-entropy \(deep Bayesian active learning, Gal et al\. 2017\)/)
    assert.throws(read, /diverse-minibatch \(diverse mini-batch active learning, Zhdanov 2019\)/)
  })
})
