import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../test/files.ts"
import { strays } from "./below.ts"

describe("strays", () => {
  it.effect("takes names below the folder, there or not", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      mkdirSync(join(path, "units"))
      symlinkSync(path, join(path, "same"))
      for (const name of ["units/a/b/0.db", "units/x.db", "a..b", "./units/x", "same/units/0.db"]) {
        assert.isUndefined(strays(path, name), name)
      }
    }))

  it.effect("refuses every way out", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      symlinkSync("/", join(path, "out"))
      mkdirSync(join(path, "inner"))
      symlinkSync(path, join(path, "inner", "up"))
      const out = [
        "/etc/passwd",
        "../x.db",
        "a/../../x",
        "..",
        "a\\..\\..\\x",
        "C:\\x",
        "C:x",
        "\\\\host\\x",
        "out/x",
        "out",
        ""
      ]
      for (const name of out) assert.isString(strays(path, name), name)
      assert.match(strays(join(path, "inner"), "up/x.db")!, /link/)
    }))
})
