import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ServeError } from "effect/http/HttpServerError"
import { checkPort, portProblem } from "./port.ts"

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

it("a port that is not to be had says why, and what to do", () => {
  const why = (code: string) => portProblem("127.0.0.1", 80)(new ServeError({ cause: { code } }))
  assert.deepInclude(why("EADDRINUSE"), { reason: "InUse", host: "127.0.0.1", port: 80 })
  assert.match(
    why("EADDRINUSE").message,
    /127\.0\.0\.1, port 80: something listens there already; .*`port`; 0 takes a free one/
  )
  assert.deepStrictEqual(["EACCES", "EADDRNOTAVAIL", "EMFILE"].map((code) => why(code).reason), [
    "Denied",
    "NoAddress",
    "Failed"
  ])
})
