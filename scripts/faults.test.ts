import { assert, describe, it } from "@effect/vitest"
import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { judge } from "./faults.ts"
import { type Fault, folder, read, stale } from "./faults/entries.ts"
import { copyOf, remove } from "./faults/workspace.ts"

const root = fileURLToPath(new URL("../", import.meta.url))

const fault: Fault = { id: "a", file: "a.ts", find: "x", replace: "y", test: "a.test.ts" }

const inFolder = (files: { readonly [path: string]: string }, run: (folder: string) => void): void => {
  const at = mkdtempSync(join(tmpdir(), "entries-"))
  try {
    mkdirSync(join(at, folder), { recursive: true })
    for (const [path, text] of Object.entries(files)) writeFileSync(join(at, path), text)
    run(at)
  } finally {
    rmSync(at, { recursive: true })
  }
}

describe("the planted faults", () => {
  for (const entry of read(root)) {
    it(`${entry.id} still applies`, () => {
      assert.isUndefined(stale(root, entry))
    })
  }

  it("are at hand", () => {
    assert.isAbove(read(root).length, 0)
  })
})

describe("the copy", () => {
  it("holds the sources, and finds its own packages in them", () => {
    const copy = copyOf(root.replace(/\/$/, ""))
    try {
      assert.isTrue(existsSync(join(copy, "packages/core/src/index.ts")))
      assert.isFalse(lstatSync(join(copy, "packages/core/src/index.ts")).isSymbolicLink())
      assert.strictEqual(
        realpathSync(join(copy, "packages/testkit/node_modules/@marginalia/core")),
        join(copy, "packages/core")
      )
      assert.strictEqual(
        realpathSync(join(copy, "node_modules/vitest")),
        realpathSync(join(root, "node_modules/vitest"))
      )
    } finally {
      remove(copy)
    }
    assert.isFalse(existsSync(copy))
    assert.isTrue(existsSync(join(root, "node_modules/vitest")))
  })
})

describe("entries", () => {
  it("are refused when something is missing, or an id stands twice", () => {
    const of = (entries: unknown) => ({ [`${folder}/some.json`]: JSON.stringify(entries) })
    inFolder(of([fault]), (at) => assert.deepStrictEqual(read(at), [fault]))
    inFolder(of([{ ...fault, find: "" }]), (at) => assert.throws(() => read(at), /entry 0 lacks/))
    inFolder(of([{ ...fault, test: [] }]), (at) => assert.throws(() => read(at), /entry 0 lacks/))
    inFolder(of([fault, fault]), (at) => assert.throws(() => read(at), /"a" stands twice/))
    inFolder(of({}), (at) => assert.throws(() => read(at), /no list/))
  })

  it("are stale when their text is gone, repeated, or unchanged, or a file is missing", () => {
    const files = (text: string) => ({ "a.ts": text, "a.test.ts": "" })
    inFolder(files("one x"), (at) => assert.isUndefined(stale(at, fault)))
    inFolder(files("none"), (at) => assert.match(stale(at, fault) ?? "", /0 times/))
    inFolder(files("x x"), (at) => assert.match(stale(at, fault) ?? "", /2 times/))
    inFolder(files("one x"), (at) => assert.match(stale(at, { ...fault, replace: "x" }) ?? "", /the same/))
    inFolder({ "a.ts": "x" }, (at) => assert.match(stale(at, fault) ?? "", /no a\.test\.ts/))
  })
})

describe("judge", () => {
  const result = { failed: [], passed: 3, loads: true, hung: false }

  it("counts a failed test and a hanging one as caught, and nothing else", () => {
    assert.isTrue(judge(fault, { ...result, failed: ["a test"] }).ok)
    assert.isTrue(judge(fault, { ...result, hung: true }).ok)
    assert.isFalse(judge(fault, result).ok)
    assert.isFalse(judge(fault, { ...result, loads: false }).ok)
  })
})
