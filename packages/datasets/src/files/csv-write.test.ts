import { assert, describe, it } from "@effect/vitest"
import type { Pick } from "@marginalia/core"
import { csvCell } from "./csv-cell.ts"
import { toCsv } from "./csv-write.ts"

const pick = (id: string, score: number, why: Pick["why"]): Pick =>
  ({ id, position: 3, rank: 1, score, why }) as unknown as Pick

describe("toCsv", () => {
  it("quotes cells that need it", () => {
    assert.deepStrictEqual(["a", "a,b", "a\"b", "a\nb"].map(csvCell), ["a", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\""])
  })

  it("writes infinities in full, and leaves empty what a pick does not have", () => {
    const text = toCsv({
      picks: [
        pick("a", Infinity, { branch: "one", cluster: { number: 2, size: 5, labeled: 1 }, scores: [] }),
        pick("b", -0.1, { scores: [{ name: "margin", value: 0.25, rank: 4, of: 9 }] })
      ]
    })
    assert.deepStrictEqual(text.split("\n"), [
      "id,position,rank,score,branch,cluster,cluster_size,cluster_labeled,margin,margin_rank,margin_of",
      "a,3,1,Infinity,one,2,5,1,,,",
      "b,3,1,-0.1,,,,,0.25,4,9",
      ""
    ])
  })
})
