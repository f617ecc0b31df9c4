import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { kills, short } from "./kills.ts"

// Ctrl-C and SIGTERM are stopped.test.ts's; many kills of more units are `npm run check:kills`.
it.live("an experiment that is killed by SIGKILL loses nothing, and leaves no process behind", () =>
  Effect.gen(function*() {
    const { finished, orphans, same } = yield* Effect.promise(() => kills(1, 4, short))
    assert.deepStrictEqual([finished, same, orphans], [1, 1, 0])
  }))
