import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Message from "@marginalia/core/Message"
import { alikeNotes, readVocabulary } from "./vocabulary.ts"

describe("readVocabulary", () => {
  it("trims, takes blank labels and stated words for none, and says which word never occurs", () => {
    const found = readVocabulary([" cat", "", null, "NA ", "\tskip", "Skip", "\u00A0"], ["skip ", "NA", "gone"])
    assert.deepStrictEqual(found.classes, ["cat", null, null, null, null, "Skip", null])
    assert.deepStrictEqual(found.notes.map(Message.toCode), [
      "\"Skip\" is a class here (1 item); `skip: [\"Skip\"]` takes it for no label",
      "`skip: [\"gone\"]` occurs nowhere in the labels"
    ])
  })

  it("counts classes that look like a missing value, in every way to write one", () => {
    const words = ["NA", "nan", "NaN", "null", "None", "n/a", "#N/A", "?", "-", "skipped"]
    for (const word of words) {
      const { classes, notes } = readVocabulary([word, word, "x"])
      assert.deepStrictEqual(classes, [word, word, "x"])
      assert.match(notes.map(Message.toCode).join(), /is a class here \(2 items\)/, word)
    }
    assert.deepStrictEqual(readVocabulary(["nano", "nail", "nah", "0", "unknown"]).notes.map(Message.toCode), [])
  })

  test.prop([
    fc.array(fc.option(fc.string({ maxLength: 5 }))),
    fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 })
  ])(
    "gives each label trimmed or none, and the same again from what it gave",
    (labels, skip) => {
      const { classes } = readVocabulary(labels, skip)
      assert.lengthOf(classes, labels.length)
      for (const [i, name] of classes.entries()) if (name !== null) assert.strictEqual(name, labels[i]!.trim())
      assert.deepStrictEqual(readVocabulary(classes, skip).classes, classes)
    }
  )
})

describe("alikeNotes", () => {
  it("knows case, spaces, the form of characters, and how a number is written", () => {
    const pairs = [["Cat", "cat"], ["polar bear", "polar  bear"], ["caf\u00E9", "cafe\u0301"], ["1", "1.0"], [
      "01",
      "1"
    ], ["ﬁn", "fin"]]
    for (const [a, b] of pairs) {
      assert.deepStrictEqual(alikeNotes([a!, b!, "other"]), [
        `classes that look alike: ${JSON.stringify(a)} and ${JSON.stringify(b)}; each is a class of its own`
      ])
    }
    assert.deepStrictEqual(alikeNotes(["cat", "cats", "1", "10", "", "cat"]), [])
  })

  it("says nothing of measurements: more than a hundred different numbers", () => {
    const numbers = Array.from({ length: 100 }, (_, i) => String(i / 8)), twice = ["0", "-0.00", "0.00"]
    assert.lengthOf(alikeNotes([...numbers, ...twice]), 1)
    assert.deepStrictEqual(alikeNotes([...numbers, ...twice, "0.3"]), [])
    assert.lengthOf(alikeNotes([...numbers, ...twice, "0.3", "cat"]), 1)
    const classes = Array.from({ length: 150 }, (_, i) => String(i))
    assert.deepStrictEqual(alikeNotes([...classes, "07"]), [
      "classes that look alike: \"7\" and \"07\"; each is a class of its own"
    ])
  })
})
