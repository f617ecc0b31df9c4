import { assert, describe, it } from "@effect/vitest"
import * as Strategy from "@marginalia/core/Strategy"
import { registry } from "@marginalia/strategies"
import { problemElsewhere } from "./elsewhere.ts"

const asked = (text: string, clusterer?: "ours" | "mini-batch" | "ml-kmeans") =>
  problemElsewhere(Strategy.readUnsafe(text, registry), clusterer)

describe("problemElsewhere", () => {
  it("refuses clusterers that have all rows sent, as a setting and in a part, and nothing that runs near them", () => {
    assert.isUndefined(asked("typiclust"))
    assert.isUndefined(asked("typiclust", "ours"))
    for (const clusterer of ["mini-batch", "ml-kmeans"] as const) {
      const refused = asked("typiclust", clusterer)!
      assert.deepInclude(refused, { setting: "clusterer", value: clusterer, expected: "ours" })
      assert.match(refused.message, new RegExp(`${clusterer} would have all vectors sent.*leave .clusterer. out`, "s"))
      // Nothing is clustered.
      assert.isUndefined(asked("kcenter", clusterer))
    }
    assert.isUndefined(asked("maxherding(reference=50)"))
    assert.isUndefined(asked("uherding(reference=50)"))
    assert.match(
      asked("orElse(maxherding, random)")!.message,
      /^herding would have all.*or have a sample of the rows sent.*: orElse\(maxherding\(reference=20000\), random\)/s
    )
    // Its score, and the other part, would have all rows sent.
    for (const text of ["uherding(density-weighted(entropy), reference=50)", "orElse(maxherding, probcover)"]) {
      assert.notMatch(asked(text)!.message, /sample/)
    }
    assert.match(asked("typiclust(profile=official)")!.message, /^kmeans\(.*miniBatchAbove=50\) would have all vectors/)
  })
})
