import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { keepBaseline, readBaseline, regressions } from "./baseline.ts"
import type { Outcome } from "./ratio.ts"

const outcome = (name: string, ratio: number | undefined): Outcome => ({
  name,
  ratio,
  seconds: 1,
  peak: 1,
  theirs: undefined,
  spread: undefined,
  held: undefined,
  facts: ""
})

describe("the baseline", () => {
  it("names what is more than a fifth worse, and nothing that is not measured or not known", () => {
    const before = { kcenter: 0.5, "kmeans-100": 0.2, training: 0.5, badge: 1 }
    const now = [["kcenter", 0.59], ["kmeans-100", 0.25], ["training", 0.4], ["badge", undefined], ["pca", 9]] as const
    assert.deepStrictEqual(regressions(now.map(([name, ratio]) => outcome(name, ratio)), before), [
      "kmeans-100: ratio 0.250, was 0.200: 25 % worse",
      "training: ratio 0.400, was 0.500: 25 % worse"
    ])
    assert.deepStrictEqual(regressions([outcome("pca", 9)]), [])
  })

  it("keeps what is measured beside what was kept", () => {
    const folder = mkdtempSync(join(tmpdir(), "marginalia-baseline-")), file = join(folder, "b.json")
    try {
      assert.deepStrictEqual(readBaseline(file), {})
      keepBaseline("full-1", [outcome("pca", 0.12345), outcome("badge", undefined)], file)
      keepBaseline("full-1", [outcome("badge", 2)], file)
      keepBaseline("quick-1", [outcome("pca", 3)], file)
      assert.deepStrictEqual(readBaseline(file), { "full-1": { pca: 0.123, badge: 2 }, "quick-1": { pca: 3 } })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
