/**
 * Which column of a table is the text that is labeled.
 */
import { words } from "@marginalia/datasets/files/role-names"
import type { Places } from "@marginalia/datasets/files/roles"

/** What a column of texts is called, the likeliest first. */
const NAMES =
  "text sentence body content document review comment message tweet post utterance description abstract article passage transcript prompt question query title"
    .split(" ")

/** How many rows are looked at. */
const LOOKED = 100

/** Shorter values, on average, are names and categories. */
const SHORT = 20

const textsOf = (rows: ReadonlyArray<ReadonlyArray<unknown>>, place: number): ReadonlyArray<string> =>
  rows.slice(0, LOOKED).flatMap((row) => {
    const value = row[place]
    return typeof value === "string" && value.trim() !== "" ? [value] : []
  })

const most = (texts: ReadonlyArray<string>, is: (text: string) => boolean): boolean =>
  2 * texts.filter(is).length > texts.length

const hasWords = (texts: ReadonlyArray<string>): boolean => most(texts, (text) => /\p{L}{2}/u.test(text))

const isProse = (texts: ReadonlyArray<string>): boolean => {
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return length >= SHORT && most(texts, (text) => /\p{L}\s+\S*\p{L}/u.test(text))
}

/**
 * The place of the column of texts, or −1 where the rows are labeled as cards. A column that is an id, a label, a split or
 * a prediction by its name is none. Of the others, as their first 100 rows have them:
 *
 * 1. one whose name is, or ends with, a word for texts (`text`, `sentence`, `review_text`, …) and whose cells hold words; of
 *    several the one whose word is the likelier, then the first;
 * 2. else the only one whose cells are prose: 20 characters or more on average, and words with spaces between in most.
 */
export const textColumn = (
  names: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<unknown>>,
  { roles }: Pick<Places, "roles">
): number => {
  const open = names.flatMap((_, place) => roles[place] === "feature" || roles[place] === "metadata" ? [place] : [])
  const texts = open.map((place) => ({ place, texts: textsOf(rows, place) })).filter((one) => hasWords(one.texts))
  for (const name of NAMES) {
    const called = texts.find(({ place }) => words(names[place]!).at(-1) === name)
    if (called !== undefined) return called.place
  }
  const prose = texts.filter((one) => isProse(one.texts))
  return prose.length === 1 ? prose[0]!.place : -1
}
