import { assert, describe, it } from "@effect/vitest"
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Fault } from "./entries.ts"
import { caughtBefore, enter, entriesOf, hashOf } from "./ledger.ts"

const fault: Fault = { id: "a", file: "a.ts", find: "x", replace: "y", test: "a.test.ts" }

const inFolder = (run: (folder: string) => void): void => {
  const at = mkdtempSync(join(tmpdir(), "ledger-"))
  try {
    for (const name of ["a.ts", "a.test.ts"]) writeFileSync(join(at, name), "x")
    run(at)
  } finally {
    rmSync(at, { recursive: true })
  }
}

describe("the ledger of the planted faults", () => {
  it("holds what was caught, after a line that was broken off too", () =>
    inFolder((at) => {
      const path = join(at, "ledger"), hash = hashOf(at, fault)
      assert.strictEqual(entriesOf(path).size, 0)
      enter(path, { id: "a", hash, ok: true, text: "caught" })
      appendFileSync(path, "\n{\"id\":\"b\",\"ha")
      enter(path, { id: "c", hash, ok: false, text: "MISSED" })
      const entries = entriesOf(path)
      assert.deepStrictEqual([...entries.keys()], ["a", "c"])
      assert.strictEqual(caughtBefore(entries, at, fault)?.text, "caught")
    }))

  it("has a fault tried again that was missed, or of which the entry, the file or a test changed", () =>
    inFolder((at) => {
      const path = join(at, "ledger"), hash = hashOf(at, fault)
      enter(path, { id: "a", hash, ok: true, text: "caught" })
      const before = entriesOf(path)
      assert.isUndefined(caughtBefore(before, at, { ...fault, replace: "z" }))
      for (const name of ["a.ts", "a.test.ts"]) {
        writeFileSync(join(at, name), "changed")
        assert.isUndefined(caughtBefore(before, at, fault))
        writeFileSync(join(at, name), "x")
        assert.isDefined(caughtBefore(before, at, fault))
      }
      enter(path, { id: "a", hash, ok: false, text: "MISSED" })
      assert.isUndefined(caughtBefore(entriesOf(path), at, fault))
    }))
})
