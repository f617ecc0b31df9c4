/**
 * Names come from files, and a terminal obeys what it is sent: what is not a visible character is written out.
 */

/**
 * Controls (C0, DEL, C1), spaces of no width, line and paragraph separators, marks that turn the direction of writing, the
 * byte order mark, what is no character, and halves of surrogate pairs. What joins letters and emoji, and what keeps them
 * apart (U+200C, U+200D), is part of writing.
 */
const hidden =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Surrogate}/gu

const short: { readonly [char: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

const written = (char: string): string => {
  const code = char.codePointAt(0)!.toString(16)
  return short[char] ?? (char < " " ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`)
}

/**
 * A text as one line that a terminal shows and does not obey: `\n`, `\t`, `\x1b`, `\u202e` stand for what they name. What
 * is written out already stays as it is, and JSON stays the same JSON.
 */
export const visible = (text: string): string => text.replace(hidden, written)

/** {@link visible}, line by line: for texts whose line breaks are ours. */
export const visibleLines = (text: string): string => text.split("\n").map(visible).join("\n")

/**
 * A `text` as {@link visible} shows it, but for line breaks and tabs, which stay: for messages, and for values as JSON
 * writes them.
 */
export const printable = (text: string): string =>
  text.replace(hidden, (char) => char === "\n" || char === "\t" ? char : written(char))

/** A text of the same length in which `·` stands for what {@link printable} writes out: for carets below it. */
export const masked = (text: string): string =>
  text.replace(hidden, (char) => char === "\n" || char === "\t" ? char : "·".repeat(char.length))
