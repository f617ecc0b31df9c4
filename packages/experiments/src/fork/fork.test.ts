import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { experimentWith } from "../../test/experiment.ts"
import { prepareFolder } from "../folder.ts"
import { forkExperiment, type ForkOptions } from "./fork.ts"

/** Why a fork of an experiment that has not begun is refused; nothing is written. The whole way is in the command's tests. */
const refused = (options: Partial<ForkOptions>) =>
  Effect.gen(function*() {
    const { path } = yield* folder, run = join(path, "run"), out = join(path, "out")
    yield* Effect.scoped(prepareFolder(run, experimentWith({}), false))
    const error = yield* Effect.flip(forkExperiment({ run, atRound: 1, strategy: "margin", out, ...options }))
    assert.isFalse(existsSync(out))
    return error
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("forkExperiment", () => {
  it.effect("takes over a round at least, and names the setting", () =>
    Effect.gen(function*() {
      for (const atRound of [0, 1.5, Number.NaN]) {
        const error = yield* refused({ atRound })
        assert.deepInclude(error, { _tag: "UsageProblem", setting: "atRound", value: atRound })
        const says = `\`atRound\` is ${atRound}; it says how many rounds are taken over, a whole number from 1`
        assert.strictEqual(error.message, says)
      }
    }))

  it.effect("branches strategies that there are, and says which was meant", () =>
    Effect.gen(function*() {
      assert.deepInclude(yield* refused({ from: "randon" }), { allowed: ["random"], suggestion: "random" })
    }))

  it.effect("reads the strategy that takes over before anything is written", () =>
    Effect.gen(function*() {
      assert.deepInclude(yield* refused({ strategy: "margn" }), { _tag: "UnreadableStrategy", suggestion: "margin" })
    }))

  it.effect("refuses a run that has not begun", () =>
    Effect.gen(function*() {
      assert.include(["JournalError", "UsageProblem"], (yield* refused({}))._tag)
    }))
})
