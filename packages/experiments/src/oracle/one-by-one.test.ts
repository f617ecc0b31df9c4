import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { questionOf } from "../../test/question.ts"
import { type AskedItem, askOneByOne } from "./one-by-one.ts"

const question = questionOf(7, 2, 9)

/** A person who says these classes, and is gone after them. */
const person = (path: string, ...classes: ReadonlyArray<number>) => {
  const asked: Array<AskedItem> = []
  const ask = (item: AskedItem) => {
    const said = classes[asked.length]
    if (said === undefined) return Effect.fail("gone" as const)
    asked.push(item)
    return Effect.succeed(said)
  }
  return { asked, answer: askOneByOne(question, { path, classes: 3, ask }).pipe(Effect.provide(NodeServices.layer)) }
}

describe("askOneByOne", () => {
  it.effect("asks about each item, and keeps each answer before the next", () =>
    Effect.gen(function*() {
      const path = join((yield* folder).path, "answers.json")
      const first = person(path, 2, -1)
      assert.strictEqual(yield* Effect.flip(first.answer), "gone")
      assert.deepStrictEqual<unknown>(first.asked, [
        { id: "item 7", position: 7, number: 1, of: 3 },
        { id: "item 2", position: 2, number: 2, of: 3 }
      ])
      assert.deepStrictEqual(JSON.parse(readFileSync(path, "utf8")), { "item 7": 2, "item 2": -1 })
      const second = person(path, 0)
      assert.deepStrictEqual((yield* second.answer).labels, Int32Array.of(2, -1, 0))
      assert.deepStrictEqual(second.asked.map(({ number }) => number), [3])
      const third = person(path)
      assert.deepStrictEqual([(yield* third.answer).labels, third.asked], [Int32Array.of(2, -1, 0), []])
    }))

  it.effect("refuses what is no file of answers, and asks nothing", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const reasonOf = Effect.fnUntraced(function*(file: string) {
        const { answer, asked } = person(file, 0, 0, 0), error = yield* Effect.flip(answer)
        assert.deepStrictEqual(asked, [])
        return error === "gone" ? undefined : error.reason
      })
      const file = join(path, "answers.json")
      writeFileSync(file, "{\"item 7\":3}")
      assert.deepStrictEqual<unknown>(yield* reasonOf(file), {
        _tag: "LabelsFile",
        path: file,
        fault: "Class",
        id: "item 7",
        value: 3,
        classes: 3
      })
      for (const text of ["[", "{\"item 7\":\"cat\"}", "{\"item 7\":-2}"]) {
        writeFileSync(file, text)
        assert.deepInclude<unknown>(yield* reasonOf(file), { fault: "Format", expected: "answers" })
      }
      mkdirSync(join(path, "a folder"))
      assert.deepInclude<unknown>(yield* reasonOf(join(path, "a folder")), { fault: "Unreadable" })
    }))
})
