import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { sha256 } from "@marginalia/datasets/hash"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Head, headPath, openHead, readHead } from "./head.ts"

const head = (seq: number): Head => ({ seq, hash: sha256(String(seq)) })

describe("openHead", () => {
  let folder = ""
  let path = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "marginalia-head-"))
    path = join(folder, "run.db")
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (...seqs: ReadonlyArray<number>) => {
    const file = openHead(path)
    for (const seq of seqs) file.write(head(seq))
    file.close()
  }

  it("remembers the last of what was written, from one opening to the next", () => {
    assert.strictEqual(readHead(path), undefined)
    write(0, 1)
    assert.deepStrictEqual(readHead(path), head(1))
    write(2)
    assert.deepStrictEqual(readHead(path), head(2))
  })

  it("falls back by one when a write was cut anywhere", () => {
    write(0, 1, 2)
    const before = readFileSync(headPath(path), "latin1")
    write(3)
    const after = readFileSync(headPath(path), "latin1")
    for (let at = 128; at <= 256; at++) {
      writeFileSync(headPath(path), after.slice(0, at) + before.slice(at), "latin1")
      // The padding after the text may be cut unseen.
      assert.include(at < 200 ? [2] : at < 256 ? [2, 3] : [3], readHead(path)?.seq)
    }
  })

  it("knows nothing when both slots are damaged", () => {
    write(0, 1)
    writeFileSync(headPath(path), readFileSync(headPath(path), "latin1").replaceAll(/[0-9a-f]{8}/g, "zzzzzzzz"))
    assert.strictEqual(readHead(path), undefined)
  })

  it("forgets later events when it is reset, to either slot", () => {
    for (const back of [3, 4]) {
      write(5, 6)
      const file = openHead(path)
      file.reset(head(back))
      file.close()
      assert.deepStrictEqual(readHead(path), head(back))
    }
  })
})
