/** Where a file of the repository is on the site. */
import { posix } from "node:path"

const short: { readonly [file: string]: string } = {
  "README.md": "overview.md",
  "CONTRIBUTING.md": "contributing.md",
  "AGENTS.md": "map.md",
  // Beside the playground itself, which is a folder of that name.
  "docs/playground.md": "playground-guide.md"
}

/**
 * The path of a file's page below the site's root, with `.md`: `docs` is the root itself, a README the page of its folder, a
 * program a page that shows it (`examples/a.ts` is `examples/a-ts.md`, a notebook likewise). Of what is no Markdown and no program, the path that
 * it is copied to.
 */
export const routeOf = (file: string): string => {
  const known = short[file]
  if (known !== undefined) return known
  const path = file.replace(/^docs\//, "").replace(/^packages\/([^/]+)\/README\.md$/, "packages/$1.md")
    .replace(/(^|\/)README\.md$/, "$1index.md")
  return path.replace(/\.(ts|py|ipynb)$/, "-$1.md")
}

/** How a page is linked from another, both by their routes. */
export const linkBetween = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to)
  return path.startsWith(".") ? path : `./${path}`
}
