/**
 * Why an item was chosen, in a line for people.
 */
import type * as Selection from "@marginalia/core/Selection"
import { grouped, shortNumber } from "@marginalia/core/Words"

const digits = (value: number): string => shortNumber(Number(value.toPrecision(3)))

/** What a high value of a score means. */
const MEANINGS: { readonly [score: string]: (value: number) => string } = {
  margin: (value) => `two classes are nearly as likely (${digits(-value)} apart)`,
  entropy: (value) => `the model is unsure between classes (entropy ${digits(value)})`,
  "least-confidence": (value) => `the model is unsure of its class (least confidence ${digits(value)})`,
  typicality: (value) => `typical of its surroundings (typicality ${digits(value)})`,
  sup: (value) => `near other clusters (sup ${digits(value)})`,
  uniform: () => "drawn at random"
}

const ordinal = (n: number): string => {
  const tens = n % 100
  const ending = tens >= 11 && tens <= 13 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th"
  return `${grouped(n)}${ending}`
}

const clusterText = ({ labeled, size }: NonNullable<Selection.Pick["why"]["cluster"]>): string =>
  `of a cluster of ${grouped(size)}, ${labeled === 0 ? "none" : grouped(labeled)} labeled`

const scoreText = ({ name, of, rank, value }: Selection.Pick["why"]["scores"][number]): string => {
  const meaning = MEANINGS[name]?.(value) ?? `${name} ${digits(value)}`
  return name === "uniform" ? meaning : `${meaning}, ${ordinal(rank)} of ${grouped(of)}`
}

/** The line of a pick: what decided, where it stands by that, and its cluster. */
export const whyLine = ({ why: { cluster, scores } }: Pick<Selection.Pick, "why">): string => {
  const last = scores.at(-1)
  const score = last === undefined || !Number.isFinite(last.value) ? [] : [scoreText(last)]
  return [...score, ...(cluster === undefined ? [] : [clusterText(cluster)])].join("; ")
}
