import { assert, describe, it } from "@effect/vitest"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "../sources.ts"
import { found } from "./found.ts"
import { firstPool, homeText, sectionOf } from "./home.ts"
import { type Markdown, readable, unbroken } from "./render.ts"

interface Builder {
  readonly createMarkdownRenderer: (
    folder: string,
    options: { readonly highlight: () => string; readonly config: (markdown: unknown) => void }
  ) => Promise<{ readonly render: (text: string) => string }>
}

/** Markdown as the site's builder writes it. */
const rendered = async (text: string): Promise<string> => {
  const path = createRequire(join(root, "site", "package.json")).resolve("vitepress")
  const { createMarkdownRenderer } = await import(pathToFileURL(path).href) as Builder
  const options = { highlight: () => "", config: (markdown: unknown) => readable(markdown as Markdown) }
  return (await createMarkdownRenderer(root, options)).render(text)
}

const long = "the items whose two most probable classes are closest, of all that have no label"

describe("what the site makes of Markdown", () => {
  it("names every column, and has tables in boxes that scroll", async () => {
    const html = await rendered("| export | |\n| --- | --- |\n| a | b |\n")
    assert.match(html, /<div class="table" tabindex="0"><table>[\s\S]*<\/table>\s*<\/div>/)
    assert.match(
      html,
      /<th scope="col">export<\/th>\s*<th scope="col"><span class="visually-hidden">what it is<\/span>/
    )
    assert.notInclude(html, "told")
  })

  it("tells a sheet how to stack rows of sentences, which stay a table", async () => {
    const html = await rendered(`| name | \`needs\` | picks |\n| --- | --- | --- |\n| margin | | ${long} |\n`)
    assert.match(html, /<table class="told" role="table">/)
    assert.match(html, /<td role="cell">margin<\/td>\s*<td role="cell"><\/td>\s*<td role="cell" data-of="picks">/)
    assert.match(html, /<th role="columnheader" scope="col">|<th scope="col" role="columnheader">/)
  })

  it("keeps numbers in one line, and drawings wide enough to be read", async () => {
    const html = await rendered(
      "| a | b |\n| --- | --- |\n| 2.96 s | 0.36 (0.36 to 0.36) |\n\n![x](./a.svg)\n\n![x](./a.webp)\n"
    )
    assert.include(html, `<td class="whole">2.96 s</td>`)
    assert.include(html, "<td>0.36 (0.36 to 0.36)</td>")
    assert.lengthOf(html.match(/<p class="drawing" tabindex="0">/g)!, 1)
  })

  it("breaks no flag", () => {
    assert.strictEqual(unbroken("<code v-pre>--budget</code>"), `<code v-pre class="whole">--budget</code>`)
    assert.strictEqual(unbroken("<code>-- --only kcenter</code>"), `<code class="whole">-- --only kcenter</code>`)
    assert.strictEqual(
      unbroken("<code>marginalia select pool.npy --budget 5</code>"),
      `<code>marginalia select pool.npy <span class="whole">--budget</span> 5</code>`
    )
    assert.strictEqual(unbroken("<code>plain</code>"), "<code>plain</code>")
  })
})

describe("what the search reads", () => {
  const html = `<h1 id="a">margin <a class="header-anchor" href="#a">#</a></h1><p>text</p>`

  it("is marked in the reference and on the start pages, and nowhere else", () => {
    assert.include(found(html, "api/strategies/index.md"), "margin (API) <a")
    assert.include(found(html, "start/developer.md"), "margin (start, install) <a")
    assert.notInclude(found(html.replaceAll("h1", "h2"), "start/developer.md"), "install")
    assert.strictEqual(found(html, "strategies/margin.md"), html)
  })
})

describe("the start page", () => {
  it("has the README's demo, a command that is run in tests, and what to read next", () => {
    const text = homeText("# A\n\nb\n\n## Where to begin\n\nc\n\n## What to read next\n\nd\n")
    for (const part of ["npm start", "```sh run\n$ npx marginalia select", "## What to read next\n\nd"]) {
      assert.include(text, part)
    }
    assert.notInclude(text, "Where to begin")
    assert.notInclude(text, "### What needs which Node")
  })

  it("is not made of what is not there", () => {
    assert.strictEqual(sectionOf("# A\n\n## B\n\nc\n\n## D\n", "## B"), "## B\n\nc")
    assert.throws(() => sectionOf("# A\n", "## B"), /no ## B/)
    assert.throws(() => firstPool("<svg></svg>"), /viewBox/)
  })
})
