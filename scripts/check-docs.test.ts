import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { RUNS, someOf } from "../packages/core/test/runs.ts"
import { allBlocks, type Block, blocksOf, commandsOf, examplesOf, pages, promised } from "./docs/extract.ts"
import { check, commandsIn, matches, runBlock, words, workspace, write } from "./docs/run.ts"
import { runner } from "./docs/together.ts"
import { firstSeed } from "./seeds/seeds.ts"
import { root, textOf } from "./sources.ts"

const blocks = allBlocks()
const modules = blocks.filter((block) => block.language === "ts")

/** The pages and sources whose examples run: the first page that is read, and some of the others; in `check:docs` all. */
const files = [...new Set(blocks.map(({ file }) => file))].filter((file) => file !== "README.md")
const running = new Set(["README.md", ...someOf(files, firstSeed(process.env))])
const runs = (block: Block): boolean => block.runs && running.has(block.file)

const commands = blocks.filter((block) => block.language === "sh" && runs(block)).flatMap((block) =>
  commandsOf(block).map((command) => ({ ...command, file: block.file }))
)
const place = workspace()
const others = runner(place.folder)

afterAll(() => {
  others.close()
  place.remove()
})

describe("reading examples", () => {
  const page = "text\n```ts\nconst a = 1\n```\n```ts no-run\nb\n```\n```sh\n$ npx marginalia a 'b c'\nx\n$ ls\n```\n"

  it("finds blocks, their lines and marks", () => {
    const found = blocksOf("p.md", page)
    assert.deepStrictEqual(found.map(({ language, line, runs }) => [language, line, runs]), [
      ["ts", 3, true],
      ["ts", 6, false],
      ["sh", 9, true]
    ])
    assert.deepStrictEqual(commandsOf(found[2]!), [{ line: 9, text: "marginalia a 'b c'", output: ["x"] }])
    assert.deepStrictEqual(words("marginalia a 'b c'"), ["marginalia", "a", "b c"])
    assert.deepStrictEqual(words("a 'f(\"u v\", w)' \"it's\" x=\"y z\""), ["a", "f(\"u v\", w)", "it's", "x=y z"])
  })

  it("finds examples in doc comments", () => {
    const source = "/** x */\n/**\n * y\n *\n * @example\n * ```ts\n * const a = [\n *   1]\n * ```\n */\n"
    const [example] = examplesOf("s.ts", source)
    assert.deepStrictEqual([example?.line, example?.code], [7, "const a = [\n  1]"])
  })

  it("compares what is printed with what is promised", () => {
    assert.deepStrictEqual(promised("log(1) // => 1\n// =>\n// => 2 3"), ["1", "", "2 3"])
    assert.isTrue(matches("a\nb \nc\n", ["a", "…", "c"]))
    assert.isTrue(matches("a (1)\n", ["a (1)", ""]))
    assert.isFalse(matches("a\nb\n", ["a"]))
  })
})

describe("the examples", () => {
  beforeAll(() => write(place.folder, modules))

  // Against the packages' declarations, which have to be made for it: half a minute.
  it.runIf(process.env[RUNS] === "all")("compile", { timeout: 300_000 }, async () => {
    const types = await check(place.folder)
    assert.strictEqual(types.code, 0, types.stdout)
  })

  it.for(modules.filter(runs))("$file:$line runs", { timeout: 120_000 }, async (block) => {
    const { code, stderr, stdout } = await runBlock(others, block)
    assert.strictEqual(code, 0, stderr)
    const wanted = promised(block.code)
    if (wanted.length > 0) assert.isTrue(matches(stdout, wanted), `it prints\n${stdout}`)
  })

  const outcomes = commandsIn(place.folder, commands)

  it.for(commands.map((command, at) => ({ ...command, at })))(
    "$file:$line $text",
    { timeout: 120_000 },
    async (command) => {
      const { code, stderr, stdout } = (await outcomes())[command.at]!
      assert.strictEqual(code, 0, stderr)
      if (command.output !== undefined) assert.isTrue(matches(stdout, command.output), `it prints\n${stdout}`)
    }
  )
})

describe("the pages", () => {
  const link = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g

  it.for(pages())("%s links to what is there", (page) => {
    const broken = [...textOf(page).matchAll(link)].map(([, path]) => path!)
      .filter((path) => !existsSync(join(root, dirname(page), path)))
    assert.deepStrictEqual(broken, [])
  })
})
