import { assert, describe, it } from "@effect/vitest"
import { built, moduleText, programs } from "./build-programs.ts"
import { allFiles, isTest, textOf, textsOf } from "./sources.ts"

/** What a text holds that is a program: what only a program of a thread, a process or a page does. */
const program =
  /\brequire\(|\bimport\(|\bdocument\.(?!ts$)|\bprocess\.(?:send|exit|argv)\b|\.addEventListener\(|\.postMessage\(|\bnew Worker\(/

describe("programs that run elsewhere", () => {
  it.each(programs)("$source: the committed text is what it builds to", async (one) => {
    const committed = textOf(one.generated)
    assert.isTrue(committed === moduleText(one, await built(one)), "run: npm run build:programs")
  }, 60_000)

  it("one that no script element can hold, or that needs a file beside it, is not built", async () => {
    const [of] = programs
    const fails = (file: string) =>
      built({ ...of!, source: `scripts/fixtures/programs/${file}` }).then(() => "", String)
    assert.match(await fails("comment.ts"), /comment\.ts holds what may not stand in a program: <!--/)
    assert.match(await fails("preload.ts"), /preload\.ts holds what may not stand in a program: __vitePreload/)
    assert.match(await fails("two-files.ts"), /two-files\.ts does not become one program, but 2 files/)
  })

  it("none is written in a string", () => {
    const files = allFiles().filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file))
      .filter((file) => !file.endsWith(".gen.ts") && !isTest(file) && program.test(textOf(file)))
    const found = files.flatMap((file) =>
      textsOf(file).filter(({ text }) => program.test(text)).map(({ line }) => `${file}:${line}`)
    )
    assert.deepStrictEqual(found, [], "write it in packages/*/programs, and name it in scripts/build-programs.ts")
  })
})
