import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { demandSpace } from "./space.ts"

describe("demandSpace", () => {
  it.effect("refuses what will not fit, and says by how much", () =>
    Effect.gen(function*() {
      yield* demandSpace(import.meta.filename, 1)
      const { message } = yield* Effect.flip(demandSpace(import.meta.filename, 2e18))
      assert.match(
        message,
        /space\.test\.ts: the disk is too full: 2 EB are needed and \S+ \w+ are free; make room/
      )
    }))

  it.effect("lets pass where the system does not say", () => demandSpace("nowhere/at/all", 2e18))
})
