import { assert, describe, it } from "@effect/vitest"
import { built, moduleText, programs } from "./build-programs.ts"
import { textOf } from "./sources.ts"

describe("programs that run elsewhere", () => {
  it.each(programs)("$source: the committed text is what it builds to", async (one) => {
    const committed = textOf(one.generated)
    assert.isTrue(committed === moduleText(one, await built(one)), "run: npm run build:programs")
  }, 60_000)

  it("one that no script element can hold, or that needs a file beside it, is not built", async () => {
    const [of] = programs
    const fails = (file: string) =>
      built({ ...of!, source: `scripts/fixtures/programs/${file}` }).then(() => "", String)
    assert.match(await fails("comment.ts"), /comment\.ts holds what may not stand in a script element/)
    assert.match(await fails("two-files.ts"), /two-files\.ts does not become one program, but 2 files/)
  })
})
