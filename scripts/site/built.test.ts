import { afterAll, assert, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { deadIn, forbiddenIn, sheetsIn, sizeOf, unsearched } from "./built.ts"
import { settle, withoutInline } from "./settle.ts"

const made: Array<string> = []
const folderOf = (files: { readonly [path: string]: string }): string => {
  const folder = mkdtempSync(join(tmpdir(), "site-"))
  made.push(folder)
  mkdirSync(join(folder, "assets", "chunks"), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

describe("inline scripts", () => {
  it("become files, data and scripts with an address stay", () => {
    const html = `<script id="a">x()</script><script src="b.js"></script><script type="application/json">{}</script>`
    assert.deepStrictEqual(withoutInline(html, (code) => `/${code}`), [
      `<script src="/x()"></script><script src="b.js"></script><script type="application/json">{}</script>`,
      ["x()"]
    ])
  })

  it("of all pages are in the built folder, the same once", () => {
    const folder = folderOf({ "a.html": "<script>x()</script>", "b/c.html": "<script>x()</script>" })
    assert.lengthOf(forbiddenIn(folder), 2)
    settle(folder, "/")
    assert.deepStrictEqual(forbiddenIn(folder), [])
    assert.deepStrictEqual(deadIn(folder), [])
  })
})

describe("a built site", () => {
  it("has dead links where a file or a place is missing", () => {
    const folder = folderOf({
      "index.html":
        `<a href="/b/">b</a> <a href="b/c.html#y">c</a> <a href="#z">z</a> <a class="l" href="/d.html">d</a>`,
      "b/index.html": `<a href="../index.html">up</a><img src="none.png"><a href="https://example.org/x">out</a>`,
      "b/c.html": `<h2 id="x">x</h2>`
    })
    assert.deepStrictEqual(deadIn(folder), [
      "b/index.html links to none.png, and there is no b/none.png",
      "index.html links to b/c.html#y, and b/c.html has no such place",
      "index.html links to #z, and index.html has no such place",
      "index.html links to /d.html, and there is no d.html"
    ])
  })

  it("may take nothing from elsewhere, and handle nothing inline; what code shows is text", () => {
    const folder = folderOf({
      "a.html":
        `<a onclick="x()">x</a><img src="https://example.org/a.png"><link rel="x" href="//example.org/a.css"><code><b onclick="x"></code>`,
      "assets/a.css": "a { background: url(https://example.org/b.png) } b { background: url(/assets/c.png) }"
    })
    assert.deepStrictEqual(forbiddenIn(folder), [
      "a.html has an inline handler: onclick",
      "a.html takes https://example.org/a.png from elsewhere",
      "a.html takes //example.org/a.css from elsewhere"
    ])
    assert.deepStrictEqual(sheetsIn(folder), ["a.css takes https://example.org/b.png from elsewhere"])
    assert.isAbove(sizeOf(folder), 100)
  })

  it("is searched in all its pages", () => {
    const page = (file: string, route: string) => [file, { file, route, title: file, text: "" }] as const
    const book = new Map([page("docs/README.md", "index.md"), page("docs/a.md", "a.md"), page("docs/b.md", "b.md")])
    const folder = folderOf({ "assets/chunks/@localSearchIndexroot.x.js": `{"0":"/","1":"/a.html#one"}` })
    assert.deepStrictEqual(unsearched(folder, book), ["the search does not know docs/b.md"])
    assert.lengthOf(unsearched(folderOf({}), book), 1)
  })
})
