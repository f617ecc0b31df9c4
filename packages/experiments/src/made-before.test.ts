import { assert, describe, it } from "@effect/vitest"
import { changes, changesSince, order, remarkOn, unmixable } from "./made-before.ts"
import { version } from "./version.ts"

describe("what an older version made", () => {
  it("is told by the order of versions", () => {
    assert.isBelow(order("0.9.0", "0.10.0"), 0)
    assert.isAbove(order("1.0.0", "0.99.99"), 0)
    assert.strictEqual(order("1.2.3-beta.1", "1.2.3"), 0)
  })

  it("is said with what has changed since, and not mixed", () => {
    assert.match(remarkOn("0.1.0", "0.2.0")!, /^made by marginalia 0\.1\.0, .* in 0\.2\.0: k-means with two or more/)
    assert.match(unmixable("the manifest", "0.1.0", "0.2.5")!.message, /npx @marginalia\/cli@0\.1\.0.*make it anew/)
    assert.lengthOf(changesSince("0.1.0", "0.1.5"), 0)
  })

  it("is taken where no picks have changed, and is not from the future", () => {
    assert.isUndefined(unmixable("x", "0.2.0", "0.2.9"))
    assert.isUndefined(unmixable("x", version))
    assert.match(unmixable("x", "0.3.0", "0.2.9")!.message, /and this is 0\.2\.9, which is older/)
  })

  it("this version knows all changes up to itself, in order", () => {
    for (const [i, change] of changes.entries()) {
      assert.isAtMost(order(change.version, version), 0)
      if (i > 0) assert.isAbove(order(change.version, changes[i - 1]!.version), 0)
    }
  })
})
