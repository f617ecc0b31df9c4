/** The start page: what it shows is taken from the pages, the README and a picture that there are. */
import { textOf } from "../sources.ts"
import type { Page } from "./book.ts"

const quoted = (text: string): string => JSON.stringify(text)

/** The first paragraph below the title of a text. */
export const lead = (text: string): string =>
  (text.split(/\n{2,}/).find((part) => !part.startsWith("#")) ?? "").replaceAll("\n", " ").trim()

/** The text from a heading to the next one of any level; throws where there is no such heading. */
export const sectionOf = (text: string, heading: string): string => {
  const start = text.indexOf(`\n${heading}\n`) + 1
  if (start === 0) throw new Error(`there is no ${heading} in the text that the start page takes it from`)
  const rest = text.slice(start + heading.length), [end] = [...rest.matchAll(/^#{1,6} /gm)]
  return (heading + rest.slice(0, end?.index)).trim()
}

/** The first block of code of a text whose fence has this information. */
const blockOf = (text: string, info: string): string => {
  const [block] = new RegExp(`^\`\`\`${info}\\n[\\s\\S]*?^\`\`\``, "m").exec(text) ?? []
  if (block === undefined) throw new Error(`there is no block of ${info} that the start page could show`)
  return block
}

/** The three ways in, as cards of the start page: from the pages that they lead to. */
const ways = (book: ReadonlyMap<string, Page>): ReadonlyArray<string> =>
  ["engineer", "researcher", "developer"].flatMap((name) => {
    const { text, title } = book.get(`docs/start/${name}.md`)!
    return [`  - title: ${quoted(title)}`, `    details: ${quoted(lead(text))}`, `    link: ./start/${name}`]
  })

const pictured =
  "What SUPClust picks of 144 points in four groups, as numbers in the order of the picks; crosses are labeled"

/** What the start page shows before its text. */
export const hero = (page: Page, book: ReadonlyMap<string, Page>): string =>
  [
    "layout: home",
    "hero:",
    `  name: ${quoted(page.title)}`,
    `  tagline: ${quoted(lead(page.text))}`,
    "  image:",
    "    src: /picks.svg",
    `    alt: ${quoted(pictured)}`,
    "  actions:",
    ...[
      ["brand", "Play with a strategy", "/playground/index.html"],
      ["alt", "Try it: two commands", "#try-it"],
      ["alt", "All strategies", "/strategies/"]
    ].flatMap(([theme, text, link]) => [
      `    - theme: ${theme}`,
      `      text: ${quoted(text!)}`,
      `      link: ${quoted(link!)}`,
      // The playground is a page of its own, which the site's script must not take for one of its pages.
      ...(link!.endsWith(".html") ? ["      target: _self"] : [])
    ]),
    "features:",
    ...ways(book)
  ].join("\n")

/** The start page without what its hero and its cards say: the README's demo, a command that is run in tests, and the last section. */
export const homeText = (text: string, readme = textOf("README.md")): string =>
  [
    sectionOf(readme, "## Try it"),
    "On embeddings of your own it is one command:",
    blockOf(readme, "sh run"),
    text.slice(text.lastIndexOf("\n## ")).trim()
  ].join("\n\n")

/** The first of the four pools of a strategy's picture, alone. */
export const firstPool = (svg: string): string => {
  const alone = svg.replace(/viewBox="[^"]*"/, `viewBox="4 4 364 364"`)
  if (alone === svg) throw new Error("the picture of the start page has no viewBox")
  return alone
}
