import { assert, describe, it } from "@effect/vitest"
import type { Outcome } from "./ratio.ts"
import { textTable } from "./table.ts"

const outcome: Outcome = {
  name: "pca",
  seconds: 3,
  peak: 1,
  theirs: { seconds: 1, peak: 1 },
  ratio: 3,
  spread: [3, 3],
  held: false,
  facts: ""
}

describe("the table", () => {
  it("says what was wanted of whole sizes, and of a short run its own sizes alone", () => {
    const [, whole] = textTable([outcome], false), [, short] = textTable([outcome], true)
    assert.match(whole!, /^PCA to 64 of 10,000 × 3,072 .* ≤ 1, not held/)
    assert.match(short!, /^pca, rows 2,000, cols 1,024, components 32 /)
    assert.notInclude(short!, "held")
  })
})
