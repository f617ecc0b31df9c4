import { type DefaultTheme, defineConfig } from "vitepress"
import { readBook } from "../../scripts/site/book.ts"
import { found } from "../../scripts/site/found.ts"
import { slug } from "../../scripts/site/headings.ts"
import { type Entry, sidebars, top } from "../../scripts/site/navigation.ts"
import { type Markdown, readable } from "../../scripts/site/render.ts"

const base = process.env["SITE_BASE"] ?? "/"

const menu = (entries: ReadonlyArray<Entry>): Array<DefaultTheme.SidebarItem> =>
  entries.map(({ items, ...entry }) => items === undefined ? entry : { ...entry, items: menu(items) })

const sidebar = Object.fromEntries(Object.entries(sidebars(readBook())).map(([path, list]) => [path, menu(list)]))

/** Built by `npm run site`, which lays the pages out in `.pages` first. */
export default defineConfig({
  title: "Marginalia",
  description: "Active learning in TypeScript: what to label next, and why",
  lang: "en",
  base,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  srcDir: ".pages",
  outDir: "dist",
  lastUpdated: false,
  markdown: {
    html: false,
    linkify: false,
    typographer: false,
    attrs: false,
    emoji: { enabled: [] },
    config: (markdown) => readable(markdown as unknown as Markdown),
    anchor: { slugify: slug },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" }
  },
  vite: { build: { assetsInlineLimit: 0 }, logLevel: "warn" },
  themeConfig: {
    // The playground is a page of its own, which the site's script must not take for one of its pages.
    nav: top.map(({ link = "/", text }) => ({ text, link, ...(link.endsWith(".html") ? { target: "_self" } : {}) })),
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        detailedView: "auto",
        // What a page is called counts more than how often a word stands in it.
        miniSearch: { searchOptions: { boost: { title: 12, text: 2, titles: 1 } } },
        _render: async (text, env, markdown) => found(await markdown.renderAsync(text, env), env.relativePath)
      }
    },
    footer: { message: "MIT license. The digits are UCI's (Alpaydin & Kaynak 1998), CC BY 4.0." },
    externalLinkIcon: true
  }
})
