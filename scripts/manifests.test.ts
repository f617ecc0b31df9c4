import { assert, describe, it } from "@effect/vitest"
import { addressed, manifests, rootAddress } from "./manifests.ts"

const address = {
  repository: { type: "git", url: "git+https://code.example/someone/marginalia.git" },
  homepage: "https://code.example/someone/marginalia",
  bugs: "https://code.example/someone/marginalia/issues"
}

describe("the addresses in manifests", () => {
  it("are those of the root, in each package", () => {
    for (const { is, name, should } of manifests()) {
      assert.strictEqual(JSON.stringify(is), JSON.stringify(should), `${name}: run node scripts/manifests.ts`)
    }
  })

  it("come after the license, with the package's folder, in place of others", () => {
    const found = addressed({ name: "x", license: "MIT", homepage: "old", type: "module" }, address, "core")
    assert.deepStrictEqual(Object.keys(found), ["name", "license", "homepage", "bugs", "repository", "type"])
    assert.deepStrictEqual(found["repository"], { ...address.repository, directory: "packages/core" })
    assert.deepStrictEqual([found["homepage"], found["bugs"]], [address.homepage, { url: address.bugs }])
    assert.deepStrictEqual(addressed(found, address, "core"), found)
  })

  it("are in no package where the root has none", () => {
    const { bugs, homepage, repository } = rootAddress()
    const all = addressed({ license: "MIT", bugs: "x", homepage: "x", repository: "x" }, {}, "cli")
    assert.deepStrictEqual(all, { license: "MIT" })
    const said = [bugs, homepage, repository].filter((one) => one !== undefined).length
    for (const { is } of manifests()) {
      assert.strictEqual(["bugs", "homepage", "repository"].filter((key) => key in is).length, said)
    }
  })
})

describe("a package's files", () => {
  it("have its changelog, which is made from the changesets", () => {
    for (const { is, name } of manifests()) assert.include(is["files"] as ReadonlyArray<string>, "CHANGELOG.md", name)
  })
})
