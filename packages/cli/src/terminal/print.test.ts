import { assert, describe, it } from "@effect/vitest"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import { print, printData } from "./print.ts"

const printed = (what: Effect.Effect<void, never, Stdio.Stdio>, terminal: boolean) =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const fake: Console.Console = Object.assign(Object.create(console), { log: (text: string) => lines.push(text) })
    yield* what.pipe(
      Effect.provideService(Console.Console, fake),
      Effect.provide(Stdio.layerTest({ stdoutIsTerminal: Effect.succeed(terminal) }))
    )
    return lines.join("\n")
  })

describe("print", () => {
  it.effect("shows people what is hidden; gives programs data as it is", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* printed(print("a\x1b\nb"), false), "a\\x1b\nb")
      assert.strictEqual(yield* printed(printData("a\x1b\nb"), true), "a\\x1b\nb")
      assert.strictEqual(yield* printed(printData("a\x1b\nb"), false), "a\x1b\nb")
    }))
})
