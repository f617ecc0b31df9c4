import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { checkPort } from "./port.ts"

it.effect("a port is a whole number of 16 bits; 0 stands for any that is free", () =>
  Effect.gen(function*() {
    yield* Effect.forEach([0, 1, 65_535], checkPort, { discard: true })
    const error = yield* Effect.flip(checkPort(-1))
    assert.deepInclude(error, { reason: "Value", setting: "port", value: -1 })
    assert.match(
      (yield* Effect.flip(checkPort(65_536))).message,
      /`port` is 65536; it takes a whole number from 0 to 65535/
    )
  }))
