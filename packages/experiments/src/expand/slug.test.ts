import { test } from "@fast-check/vitest"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { folderName, slug, slugs } from "./slug.ts"

describe("slug", () => {
  it("keeps plain names", () => {
    assert.strictEqual(slug("supclust", false), "supclust")
    assert.strictEqual(slug("cifar-10 (SSL)", false), "cifar-10-ssl")
    assert.match(slug("", false), /^x-[0-9a-f]{8}$/)
    assert.match(slug("β", false), /^x-/)
  })

  test.prop([
    fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom("a b", "a-b", "A b", "..", "a".repeat(99), "a".repeat(98))))
  ])(
    "gives every name one of its own that every file system takes",
    (names) => {
      const found = slugs(names)
      assert.strictEqual(new Set(found.values()).size, names.length)
      for (const one of found.values()) assert.match(one, /^[a-z0-9][a-z0-9.-]{0,80}$/)
    }
  )
})

describe("folderName", () => {
  it("is the name, unless that leads elsewhere", () => {
    assert.strictEqual(folderName("digits (few)-fork"), "digits (few)-fork")
    for (const name of ["../../x", "/etc/x", "a/../b", "..", ".hidden", "a\\b", "C:x", "a\nb", ""]) {
      assert.match(folderName(name), /^[a-z0-9][a-z0-9.-]*$/, name)
    }
  })
})
