import { assert, describe, it } from "@effect/vitest"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { created, folder } from "../../test/project.ts"
import { goOn } from "./begun.ts"
import { openProject } from "./project.ts"

describe("goOn", () => {
  it.live("adds the classes that are lacking and chooses another strategy, and writes nothing the second time", () =>
    Effect.scoped(Effect.gen(function*() {
      const project = yield* openProject(yield* folder, created()),
        wanted = { classes: ["b", "new"], strategy: "margin" }
      yield* goOn(project, "anna", wanted)
      assert.deepStrictEqual(project.session().vocabulary().classes.map(({ name }) => name), ["a", "b", "c", "new"])
      assert.strictEqual(project.session().strategy(), "margin")
      const seq = project.session().seq()
      yield* goOn(project, "anna", wanted)
      yield* goOn(project, "anna", {})
      assert.strictEqual(project.session().seq(), seq)
    })))

  it.live("refuses what a project was not begun with, as data, before anything is written", () =>
    Effect.scoped(Effect.gen(function*() {
      const project = yield* openProject(yield* folder, created()), { measure } = project.session().created
      yield* goOn(project, "anna", { measure })
      const error = yield* Effect.flip(goOn(project, "anna", { classes: ["new"], measure: 0.77 }))
      assert.instanceOf(error, UsageProblem)
      assert.deepStrictEqual([error.reason, error.setting, error.value, error.expected], [
        "Mismatch",
        "measure",
        0.77,
        measure
      ])
      assert.strictEqual(project.session().seq(), 1)
    })))
})
