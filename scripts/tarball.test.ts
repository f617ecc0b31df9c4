import { assert, describe, it } from "@effect/vitest"
import type { Manifest } from "./pack.ts"
import { entryProblems, manifestProblems, missingFiles, strayFiles } from "./tarball.ts"

const manifest: Manifest = {
  name: "p",
  version: "1.0.0",
  exports: { ".": { types: "./dist/index.d.ts", import: "./dist/index.js" }, "./*": "./dist/*.js", "./inner/*": null },
  peerDependencies: { effect: "^4.1.0" },
  sideEffects: false
}

describe("a packed package", () => {
  it("holds no tests, fixtures, build records or hidden files", () => {
    const stray = ["src/a.test.ts", "src/fixtures/x.json", "dist/b.tsbuildinfo", ".env", "data/.gitattributes"]
    assert.lengthOf(strayFiles([...stray, "dist/index.js", "src/contest.ts", "README.md"]), stray.length)
  })

  it("holds a readme, a license, a manifest and its documentation", () => {
    const files = ["package.json", "LICENSE", "AGENTS.md", "docs/glossary.md"]
    assert.deepStrictEqual(missingFiles(files), ["README.md is missing"])
  })

  it("has the files that its entries name", () => {
    const files = ["dist/index.js", "dist/index.d.ts"]
    assert.deepStrictEqual(entryProblems(manifest, manifest, files), [])
    assert.lengthOf(entryProblems(manifest, manifest, ["dist/other.js"]), 2)
    assert.lengthOf(entryProblems(manifest, { ...manifest, bin: { p: "./bin/p.mjs" } }, files), 1)
  })

  it("publishes every entry that development has", () => {
    const more = { ...manifest, exports: { ...manifest.exports, "./node": "./src/node.ts" } }
    assert.lengthOf(entryProblems(more, manifest, ["dist/index.js", "dist/index.d.ts"]), 1)
  })

  it("speaks no workspace's language, names effect, and says what has side effects", () => {
    assert.deepStrictEqual(manifestProblems(manifest), [])
    const { sideEffects: _, ...rest } = manifest
    assert.lengthOf(manifestProblems(rest), 1)
    const { peerDependencies: _effect, ...alone } = manifest
    assert.lengthOf(manifestProblems(alone), 1)
    assert.deepStrictEqual(manifestProblems({ ...alone, exports: { "./package.json": "./package.json" } }), [])
    assert.lengthOf(manifestProblems({ ...manifest, peerDependencies: {}, dependencies: { a: "workspace:*" } }), 2)
  })
})
