import { assert, describe, it } from "@effect/vitest"
import { posix } from "node:path"
import { packages } from "../pack.ts"
import { type Page, readBook } from "../site/book.ts"
import { proseLines } from "../site/headings.ts"
import { guidesOf } from "./guides.ts"

const page = (file: string, text: string): [string, Page] => [file, { file, route: "", title: file, text }]

describe("a page in a package", () => {
  const book = new Map([
    page(
      "docs/data.md",
      "# Data\n\nAbout data. More.\n\n[l](./labels.md#a) [m](../packages/models/README.md) ![p](./x.svg)\n\n```md\n[n](x)\n```"
    ),
    page("docs/labels.md", "# Labels"),
    page("docs/api/datasets/files/a.md", "# A\n\n[l](../../../labels.md)"),
    page("packages/models/README.md", "# Models")
  ])

  it("leads to pages beside it, and to others by their text", () => {
    const files = guidesOf("datasets", book, undefined)
    assert.deepStrictEqual([...files.keys()], ["AGENTS.md", "docs/data.md", "docs/labels.md", "docs/api/files/a.md"])
    assert.include(files.get("docs/data.md"), "[l](labels.md#a) m _p_\n\n```md\n[n](x)")
    assert.include(files.get("docs/api/files/a.md"), "[l](../../labels.md)")
  })

  it("leads to the repository where its address is known", () => {
    const text = guidesOf("datasets", book, "https://example.org/m").get("docs/data.md")
    assert.include(text, "[m](https://example.org/m/blob/main/packages/models/README.md)")
  })

  it("is listed with its first sentence", () => {
    assert.include(
      guidesOf("datasets", book, undefined).get("AGENTS.md"),
      "- [docs/data.md](docs/data.md): About data."
    )
  })
})

describe("the packages", () => {
  const book = readBook()

  it.each(packages)("%s has links to what is in it alone", (name) => {
    const files = guidesOf(name, book, undefined)
    const lost = [...files].flatMap(([path, text]) =>
      proseLines(text).flatMap(([line]) => [...line.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)])
        .map(([, href]) => posix.join(posix.dirname(path), href!)).filter((target) => !files.has(target))
    )
    assert.deepStrictEqual(lost, [])
    assert.isTrue(files.has("docs/glossary.md"))
  })

  it("have every guide that is named, and the command all of them", () => {
    const command = guidesOf("cli", book, undefined)
    const all = [...book.keys()].filter((file) => /^docs\/[\w-]+\.md$/.test(file))
    assert.deepStrictEqual(all.filter((file) => !command.has(file)), [])
    assert.isTrue(guidesOf("models", book, undefined).has("docs/encoders.md"))
    assert.isTrue(guidesOf("testkit", book, undefined).has("docs/laws.md"))
  })
})
