import { assert, describe, it } from "vitest"
import { checkHeader, hasDecimalCommas, sniffDelimiter, withPoint } from "./dialect.ts"

const sniffed = (text: string) => sniffDelimiter(new TextEncoder().encode(text))

describe("sniffDelimiter", () => {
  it("takes what the first line holds the most of, outside quotes", () => {
    assert.deepStrictEqual(
      ["id,x\n", "id;x;y\n1;2,5;3\n", "id\tx,y\tz", "\uFEFF\n\nid;\"a,b,c,d\"", "id", "", "a,b;c"].map(sniffed),
      [",", ";", "\t", ";", ",", ",", ","]
    )
  })
})

describe("hasDecimalCommas", () => {
  it("is sure only where no cell has a point", () => {
    assert.deepStrictEqual(
      [["a", "1,5"], ["1,5", "2.5"], ["1", "2"], ["a,b"], ["-1,5e3"], ["1.234,5"]].map(hasDecimalCommas),
      [true, false, false, false, true, false]
    )
  })
})

describe("withPoint", () => {
  it("touches numbers only", () => {
    assert.deepStrictEqual(["1,5", " -,5 ", "1,2,3", "cat, dog", "1.5"].map(withPoint), [
      "1.5",
      " -.5 ",
      "1,2,3",
      "cat, dog",
      "1.5"
    ])
  })
})

describe("checkHeader", () => {
  it("refuses a first line that is a row, also with its id", () => {
    for (const row of [["0.5", "1"], ["7", "9"], ["img1", "0.1", "-2.5"], ["a", "1,5", "2,5"], ["id_3", "0.1"]]) {
      assert.throws(
        () => checkHeader(row),
        /this file seems to have no header: line 1 holds numbers .* pass `noHeader: true`/
      )
    }
    for (
      const names of [["0", "1", "2"], ["1", "2"], ["id", "0", "1"], ["id", "x"], ["id", "v1.0", "v1.5"], [
        "filename",
        "+9"
      ]]
    ) {
      assert.doesNotThrow(() => checkHeader(names))
    }
  })
})
