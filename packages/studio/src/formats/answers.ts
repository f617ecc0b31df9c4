/**
 * Rows as the writers of labels take them.
 */
import type { Answers, More } from "@marginalia/datasets/labels/answers"
import type { Row, StatusWord } from "./rows.ts"

/** How the names of several people are written in one cell. */
const AND = "; "

const columnsOf = (rows: ReadonlyArray<Row>): Readonly<Record<string, ReadonlyArray<More>>> => ({
  who: rows.map(({ who }) => who.join(AND)),
  when: rows.map(({ at }) => new Date(at).toISOString()),
  ms: rows.map(({ ms }) => ms),
  status: rows.map(({ status }) => status),
  split: rows.map(({ split }) => split)
})

/** All rows: the labeled ones, then those that cannot be told or are bad, then those that wait. */
export const allAnswers = (rows: ReadonlyArray<Row>): Answers => {
  const of = (...words: ReadonlyArray<StatusWord>) => rows.filter(({ status }) => words.includes(status))
  const labeled = of("labeled"), declined = of("cannot-tell", "bad"), open = of("skipped", "conflict")
  const names = (some: ReadonlyArray<Row>) => some.map(({ id }) => id)
  return {
    ids: names(labeled),
    labels: labeled.map(({ label }) => label!),
    declined: names(declined),
    open: names(open),
    columns: columnsOf([...labeled, ...declined, ...open]),
    opinions: new Map(rows.map(({ id, opinions }) => [id, opinions]))
  }
}

/** The labeled rows alone, with the sizes of their images where they are known. */
export const labeledAnswers = (
  rows: ReadonlyArray<Row>,
  sizes: ReadonlyMap<string, readonly [width: number, height: number]> = new Map()
): Answers => {
  const labeled = rows.filter(({ status }) => status === "labeled")
  return {
    ids: labeled.map(({ id }) => id),
    labels: labeled.map(({ label }) => label!),
    columns: { split: labeled.map(({ split }) => split) },
    sizes
  }
}
