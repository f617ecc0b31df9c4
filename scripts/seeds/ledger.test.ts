import { assert, describe, it } from "@effect/vitest"
import { appendFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { askedOf, begin, enter, entriesOf } from "./ledger.ts"
import type { FileReport } from "./report.ts"

const asked = { seeds: 5, first: -3, most: 0 }

const held = (file: string): FileReport => ({ file, message: "", seconds: 1, tests: [] })

const inFolder = (body: (path: string) => void): void => {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"))
  try {
    body(join(folder, "ledger.jsonl"))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe("the ledger", () => {
  it("keeps what held, and tries again what failed and what was not written to its end", () =>
    inFolder((path) => {
      assert.isUndefined(askedOf(path))
      assert.strictEqual(begin(path, asked).size, 0)
      for (const file of ["a", "b"]) enter(path, held(file))
      enter(path, { ...held("c"), message: "it does not load" })
      enter(path, { ...held("d"), tests: [{ title: "x", state: "failed", tried: { seeds: 1 }, message: "no" }] })
      appendFileSync(path, `{"file":"e","mess`)
      assert.deepStrictEqual([...begin(path, asked)], ["a", "b"])
      enter(path, held("e"))
      assert.deepStrictEqual(entriesOf(path).map(({ file }) => file), ["a", "b", "e"])
      assert.deepStrictEqual(askedOf(path), asked)
    }))

  it("has of a file that ran twice the last time", () =>
    inFolder((path) => {
      begin(path, asked)
      enter(path, { ...held("a"), message: "no" })
      enter(path, held("a"))
      assert.deepStrictEqual(entriesOf(path), [held("a")])
    }))

  it("is of one question", () =>
    inFolder((path) => {
      begin(path, asked)
      assert.throws(() => begin(path, { ...asked, seeds: 6 }), /is of --seeds 5 --seed -3 --most 0: ask the same/)
    }))
})
