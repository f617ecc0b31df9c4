import { assert, describe, it } from "@effect/vitest"
import { type Page, pageFor, readBook, uncommented } from "./book.ts"
import { anchorsOf, headingsOf, proseLines } from "./headings.ts"
import { linked } from "./links.ts"
import { addressesOf, inMenus, sidebars } from "./navigation.ts"
import { linkBetween, routeOf } from "./route.ts"

const page = (file: string, text: string): Page => ({ file, route: routeOf(file), title: file, text })
const bookOf = (...pages: ReadonlyArray<Page>) => new Map(pages.map((one) => [one.file, one]))

describe("a route", () => {
  it.each([
    ["docs/README.md", "index.md"],
    ["README.md", "overview.md"],
    ["docs/strategies/README.md", "strategies/index.md"],
    ["docs/api/core/Stage.md", "api/core/Stage.md"],
    ["packages/core/README.md", "packages/core.md"],
    ["packages/core/src/kernels/README.md", "packages/core/src/kernels/index.md"],
    ["examples/04-your-own-score.ts", "examples/04-your-own-score-ts.md"],
    ["examples/11-notebook.ipynb", "examples/11-notebook-ipynb.md"],
    ["docs/img/a.webp", "img/a.webp"]
  ])("of %s is %s", (file, route) => assert.strictEqual(routeOf(file), route))

  it("is linked from another by a relative path", () => {
    assert.strictEqual(linkBetween("api/core/A.md", "api/B.md"), "../B.md")
    assert.strictEqual(linkBetween("a.md", "b.md"), "./b.md")
  })
})

describe("comments", () => {
  it("are for those who write a page, but in code", () => {
    const text =
      "<!-- made\nby x -->\n\n# A\n\n<!-- claims -->\n\n| a |\n<!-- end of claims -->\n```html\n<!-- kept -->\n```\nb <!-- inside -->\n"
    assert.strictEqual(uncommented(text), "# A\n\n\n| a |\n```html\n<!-- kept -->\n```\nb <!-- inside -->\n")
  })
})

describe("headings", () => {
  it("read as they are written, without marks, and not from code", () => {
    const text =
      "# A `b` *c*\n\n```sh\n# no\n```\n\n## A [link](x.md)\n\n````md\n```\n# no\n```\n````\n### snake_case_name\n"
    assert.deepStrictEqual(headingsOf(text), ["A b c", "A link", "snake_case_name"])
  })

  it("have anchors, numbered where they come again", () => {
    assert.deepStrictEqual([...anchorsOf("# One, two\n## Two\n## Two\n")], ["one-two", "two", "two-1"])
  })

  it("leave the lines of an unclosed block out", () => {
    assert.deepStrictEqual(proseLines("a\n~~~\nb\n").map(([line]) => line), ["a"])
  })
})

describe("links", () => {
  const there = page("docs/b/README.md", "# B\n\n## Part two\n")

  it("lead to the page of a file, of a folder, of a heading", () => {
    const from = page("docs/a.md", "[x](./b/README.md#part-two) [y](b) [z](#a)\n\n```md\n[n](nowhere)\n```\n\n# A\n")
    const { dead, text } = linked(from, bookOf(from, there))
    assert.deepStrictEqual(dead, [])
    assert.include(text, "[x](./b/index.md#part-two) [y](./b/index.md) [z](#a)")
    assert.include(text, "[n](nowhere)")
  })

  it("to nothing are dead, and told with their line", () => {
    const from = page("docs/a.md", "# A\n\n[x](./c.md) [y](./b/README.md#part-three) [z](../package.json)\n")
    assert.deepStrictEqual(linked(from, bookOf(from, there)).dead, [
      "docs/a.md:3 links to ./c.md: there is no docs/c.md",
      "docs/a.md:3 links to ./b/README.md#part-three: docs/b/README.md has no heading #part-three",
      "docs/a.md:3 links to ../package.json: package.json has no page"
    ])
  })

  it("name the pictures that have to be there", () => {
    const from = page("docs/labeling.md", "![x](./img/labeling-grid.webp) ![y](./img/none.webp)")
    const { assets, dead } = linked(from, bookOf(from))
    assert.deepStrictEqual(assets, ["docs/img/labeling-grid.webp"])
    assert.lengthOf(dead, 1)
  })

  it("leave text alone that looks like a template's", () => {
    const from = page("docs/a.md", "a {{ b }}")
    assert.strictEqual(linked(from, bookOf(from)).text, "a &#123;&#123; b }}")
  })
})

describe("the site", () => {
  const book = readBook()

  it("has no dead link, to no heading either", () => {
    assert.isAbove(book.size, 200)
    assert.deepStrictEqual([...book.values()].flatMap((one) => linked(one, book).dead), [])
  })

  it("has every page in one menu, once", () => {
    const menus = inMenus(sidebars(book))
    assert.deepStrictEqual(menus.toSorted(), addressesOf(book).toSorted())
  })

  it("has pages that its builder takes for pages", () => {
    assert.deepStrictEqual([...book.values()].filter(({ route }) => !route.endsWith(".md")).map(({ file }) => file), [])
  })

  it("calls pages by their names: of a module without its package, of a program of another language once", () => {
    const named = (path: string) => JSON.stringify(sidebars(book)[path])
    assert.notMatch(named("/api/"), /"text":"[\w-]+\//)
    assert.include(named("/"), `"Model in Python: its Python"`)
    assert.include(named("/"), `"Notebook, in Python"`)
  })

  it("has one page a route", () => {
    const routes = [...book.values()].map(({ route }) => route.toLowerCase())
    assert.strictEqual(new Set(routes).size, routes.length)
  })

  it("finds the page of a file in a folder that is told as one", () => {
    const found = pageFor(book, "examples/05-run-an-experiment/experiment.yaml")
    assert.strictEqual(found?.file, "examples/05-run-an-experiment")
    assert.include(found?.text, "## experiment.yaml")
    const from = page("docs/python.md", "[a](../examples/python/pytorch.py) [all](../examples/python)\n")
    assert.strictEqual(
      linked(from, book).text,
      "[a](./examples/python/index.md#pytorchpy) [all](./examples/python/index.md)\n"
    )
  })
})
