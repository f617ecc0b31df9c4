import { assert, describe, it } from "@effect/vitest"
import { note, notes } from "@marginalia/core/Notices"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { layer, Quiet } from "./note.ts"

const saying = (program: Effect.Effect<void>, quiet = false) =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const console_ = { ...globalThis.console, error: (line: string) => void lines.push(line) }
    yield* program.pipe(
      Effect.provide(layer),
      Effect.provideService(Quiet, quiet),
      Effect.provideService(Console.Console, console_)
    )
    return lines
  })

describe("notices of the terminal", () => {
  it.effect("say a note once, and other lines as often as they come", () =>
    Effect.gen(function*() {
      const program = Effect.andThen(notes(["a", "b", "a"]), Effect.andThen(note("line"), note("line")))
      assert.deepStrictEqual(yield* saying(program), ["note: a", "note: b", "line", "line"])
      assert.deepStrictEqual(yield* saying(notes(["a"])), ["note: a"], "another run says it again")
      assert.deepStrictEqual(yield* saying(program, true), [])
    }))
})
