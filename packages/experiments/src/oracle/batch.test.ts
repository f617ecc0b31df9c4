import { assert, describe, it } from "@effect/vitest"
import { OracleError } from "@marginalia/core/Oracle"
import { questionOf } from "../../test/question.ts"
import { printBatch, readBatch, type Wording } from "./batch.ts"

const question = questionOf(7, 2)

const labels = (text: string, wording: Wording = {}) => {
  const answer = readBatch(question, text, wording, "labels.csv")
  return answer === undefined ? undefined : [...answer.labels]
}

describe("printBatch", () => {
  it("is a table with blank labels, in the order asked", () => {
    assert.strictEqual(printBatch(question), "id,position,label\nitem 7,7,\nitem 2,2,\n")
  })

  it("quotes ids that csv would take apart, so that they are read back", () => {
    const odd = { ...question, ids: ["a,\"b\"\nc", " d "] as unknown as typeof question.ids }
    const filled = printBatch(odd).replace(",7,", ",7,0").replace(",2,", ",2,1")
    assert.deepStrictEqual([...readBatch(odd, filled, {}, "labels.csv")!.labels], [0, 1])
  })
})

describe("readBatch", () => {
  it("takes labels in any order, beside any other columns, in the order asked", () => {
    assert.deepStrictEqual(labels("label,who,id\r\n4,me,item 2\r\n0,me,item 7\r\n"), [0, 4])
  })

  it("knows classes by name, and −1 by its word", () => {
    const classNames = ["cat", "dog"]
    assert.deepStrictEqual(labels("\uFEFFid,label\nitem 7, dog\nitem 2,?\n", { classNames }), [1, -1])
    assert.deepStrictEqual(labels("id,label\nitem 7,skip\nitem 2,cat", { classNames, declined: "skip" }), [-1, 0])
  })

  it("waits for labels that are missing or blank", () => {
    for (const text of ["", "id,label\n", "id,label\nitem 7,1\n", "id,label\nitem 7,1\nitem 2,\n"]) {
      assert.strictEqual(labels(text), undefined)
    }
  })

  it.each([
    ["Label", "id,label\nitem 7,-1\n", "item 7"],
    ["Label", "id,label\nitem 7,1.0\n", "item 7"],
    ["OtherBatch", "id,label\nitem 3,1\n", "item 3"],
    ["Twice", "id,label\nitem 7,1\nitem 7,1\n", "twice"],
    ["Columns", "name,label\nitem 7,1\n", "name, label"],
    ["Format", "id,label\nitem 7\n", "not csv"]
  ])("refuses with %s: %j", (fault, text, part) => {
    try {
      labels(text)
    } catch (error) {
      assert.instanceOf(error, OracleError)
      assert.deepInclude<unknown>(error.reason, { _tag: "LabelsFile", path: "labels.csv", fault })
      assert.include(error.message, part)
      return
    }
    assert.fail("it was taken")
  })
})
