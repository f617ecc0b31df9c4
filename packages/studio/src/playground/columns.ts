/**
 * The columns of a pool that the playground can show, and as they go to the page.
 */
import * as Matrix from "@marginalia/core/Matrix"
import * as Message from "@marginalia/core/Message"
import * as Suggest from "@marginalia/core/Suggest"
import type { ColumnFile } from "@marginalia/datasets/files/column"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import type { ColumnWire } from "./wire.ts"

/** The columns that may be given beside the pool. */
export const GIVEN = ["probability", "passes", "feature", "projection"] as const

const isGiven = (name: string): name is (typeof GIVEN)[number] => (GIVEN as ReadonlyArray<string>).includes(name)

/** Refuses a column that the page does not take. */
export const checkNames = (names: Iterable<string>): Effect.Effect<void, UsageProblem> => {
  const stranger = [...names].find((name) => !isGiven(name))
  if (stranger === undefined) return Effect.void
  const hint = `it takes ${GIVEN.join(", ")}.${Suggest.hint(stranger, GIVEN)}`
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`the playground takes no column "${stranger}"`,
      hint,
      ...Suggest.fault(stranger, GIVEN),
      reason: "Unknown",
      setting: "columns"
    })
  )
}

/** A column as the page is told of it, and its numbers. */
export interface SentColumn {
  readonly about: ColumnWire
  readonly bytes: Uint8Array
}

const sent = (name: ColumnWire["name"], parts: ReadonlyArray<Matrix.Matrix>): SentColumn => {
  const [{ cols, offset }] = parts as [Matrix.Matrix]
  const all = new Float32Array(parts.reduce((sum, { data }) => sum + data.length, 0))
  let at = 0
  for (const { data } of parts) {
    all.set(data, at)
    at += data.length
  }
  const about = { name, cols, parts: parts.length, ...(offset === undefined ? {} : { offset: [...offset] }) }
  return { about, bytes: new Uint8Array(all.buffer) }
}

/** The vectors, and the given columns, of the rows `at`. */
export const sentColumns = (
  embedding: Matrix.Matrix,
  columns: ReadonlyArray<Pick<ColumnFile, "name" | "value">>,
  at: Uint32Array
): ReadonlyArray<SentColumn> => [
  sent("embedding", [Matrix.take(embedding, at)]),
  ...columns.flatMap(({ name, value }) => {
    if (!isGiven(name)) return []
    const parts = (name === "passes" ? value : [value]) as ReadonlyArray<Matrix.Matrix>
    return [sent(name, parts.map((part) => Matrix.take(part, at)))]
  })
]
