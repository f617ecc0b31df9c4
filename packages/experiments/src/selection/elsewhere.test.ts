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
    assert.match(asked("typiclust(profile=official)")!.message, /^kmeans\(.*miniBatchAbove=50\) would have all vectors/)
  })
})
