/**
 * Several labels of one item, as one text: `cat;dog`, or a JSON list.
 */
import { sortedClasses } from "../class-order.ts"
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"

const isName = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number"

const notAList = (text: string): Malformed =>
  new Malformed(
    `the label ${shown(text)} begins like a JSON list, and is none of names`,
    "write [\"a\", \"b\"], or a;b",
    { reason: "Value", value: text, expected: "a JSON list of names" }
  )

const listed = (text: string): ReadonlyArray<string> => {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw notAList(text)
  }
  if (!Array.isArray(list) || !list.every(isName)) throw notAList(text)
  return list.map(String)
}

/**
 * The labels in a `text`: names with semicolons between, or a JSON list of names (for names with a semicolon). Trimmed, each once, in
 * the order of classes (`sortedClasses`); `;` and `[]` are the set of none, which is another thing than a blank label: nobody could
 * tell. Throws `Malformed` for a text that begins with `[` and is no such list.
 *
 * @example
 * ```ts
 * import { readLabelSet } from "@marginalia/datasets/labels/label-set"
 *
 * console.log(readLabelSet("dog; cat").join(" ")) // => cat dog
 * console.log(readLabelSet(";").length) // => 0
 * ```
 */
export const readLabelSet = (text: string): ReadonlyArray<string> => {
  const trimmed = text.trim(), names = trimmed.startsWith("[") ? listed(trimmed) : trimmed.split(";")
  return sortedClasses(names.map((name) => name.trim()).filter((name) => name !== ""))
}

/** A set of `names` as the text that {@link readLabelSet} reads back: with semicolons, or as a JSON list where a name needs it; `[]` for none. */
export const printLabelSet = (names: ReadonlyArray<string>): string => {
  const plain = names.length > 0 && names.every((name) => !name.includes(";")) && !names[0]!.startsWith("[")
  return plain ? names.join(";") : JSON.stringify(names)
}
