/**
 * Numbers on the command line that make no sense.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageProblem } from "../errors.ts"

/** Refuses a flag's number below 1. */
export const atLeastOne = (flag: string, value: Option.Option<number>): Effect.Effect<void, UsageProblem> =>
  Option.isNone(value) || value.value >= 1
    ? Effect.void
    : Effect.fail(
      new UsageProblem({ problem: `--${flag} is ${value.value}`, hint: "it takes a whole number from 1" })
    )
