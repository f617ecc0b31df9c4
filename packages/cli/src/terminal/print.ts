/**
 * What is printed on stdout: exact where a program reads it, visible where a person does.
 */
import { visibleLines } from "@marginalia/core/Visible"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"

/** Lines for people, wherever they go. */
export const print = (text: string): Effect.Effect<void> => Console.log(visibleLines(text))

/** Data: as it is, unless stdout is a terminal. */
export const printData = (text: string): Effect.Effect<void, never, Stdio.Stdio> =>
  Effect.flatMap(
    Effect.flatMap(Stdio.Stdio, (stdio) => stdio.stdoutIsTerminal),
    (isTerminal) => Console.log(isTerminal ? visibleLines(text) : text)
  )
