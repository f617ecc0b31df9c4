/** What the search is told of a page. */

const heading = /(<h([1-6])\b[^>]*>)([\s\S]*?)(<a\b[^>]*href="#)/g

/** What the headings below a path say beside their text: all of them, or the page's own. */
const marks: ReadonlyArray<readonly [path: string, mark: string, levels: string]> = [
  ["api/", "API", "123456"],
  ["start/", "start, install", "1"]
]

/**
 * The HTML of a page as the search reads it. Headings of the reference say that they are, so that who looks for a strategy finds its
 * page first, and sees which of two results is the export; and who looks for how to install, which no page is called, finds a start.
 */
export const found = (html: string, path: string): string => {
  const [, mark, levels = ""] = marks.find(([folder]) => path.startsWith(folder)) ?? []
  return html.replaceAll(
    heading,
    (all, open: string, level: string, text: string, link: string) =>
      levels.includes(level) ? `${open}${text.trimEnd()} (${mark}) ${link}` : all
  )
}
