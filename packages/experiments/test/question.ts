/** Questions to oracles, and what they answer. */
import { InvalidOptions, type ItemId } from "@marginalia/core"
import { type LabelRequest, Oracle, type OracleError } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"

/** What is asked about these positions. */
export const questionOf = (...positions: ReadonlyArray<number>): LabelRequest => ({
  round: 3,
  positions: Uint32Array.from(positions),
  ids: positions.map((position) => `item ${position}` as ItemId),
  selection: undefined
})

/** The path of the option that a call refuses. */
export const refusedPath = (call: () => unknown): string | undefined => {
  try {
    call()
  } catch (error) {
    if (error instanceof InvalidOptions) return error.path
    throw error
  }
  return undefined
}

/** Asks an oracle about these positions. */
export const askOracle = <E>(oracle: Layer.Layer<Oracle, E>, ...positions: ReadonlyArray<number>) =>
  Effect.flatMap(Oracle, ({ label }) => label(questionOf(...positions))).pipe(
    Effect.provide(oracle, { local: true })
  ) satisfies Effect.Effect<unknown, E | OracleError>
