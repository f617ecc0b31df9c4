/** Tables in Markdown, and where a page has them. */

/** A line of a table. */
export const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** Puts lines between two marks of a page. */
export const between = (page: string, mark: string, text: string): string => {
  const start = `<!-- ${mark} -->\n`,
    [before, after] = [page.indexOf(start) + start.length, page.indexOf(`\n<!-- end of ${mark} -->`)]
  return `${page.slice(0, before)}\n${text}\n${page.slice(after)}`
}
