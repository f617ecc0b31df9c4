/**
 * One cell of a table of comma-separated values.
 */

/**
 * A cell as RFC 4180 writes it: in quotes where it holds a quote, a line break, or what separates cells in any table that we
 * read (comma, semicolon, tab), and where it begins or ends with a space.
 */
export const csvCell = (text: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text
