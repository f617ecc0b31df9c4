/**
 * Ports to listen on.
 */
import * as Message from "@marginalia/core/Message"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** Refuses what is no port, before anything is read; 0 stands for one that is free. Fails with `UsageProblem`. */
export const checkPort = (port: number): Effect.Effect<void, UsageProblem> => {
  if (port >= 0 && port <= 65_535) return Effect.void
  const expected = "a whole number from 0 to 65535",
    fault = { reason: "Value", setting: "port", value: port, expected } as const
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("port")} is ${port}`,
      hint: `it takes ${expected}`,
      ...fault
    })
  )
}
