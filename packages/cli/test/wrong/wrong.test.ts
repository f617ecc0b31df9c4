import { assert, describe, it } from "@effect/vitest"
import { firstSeed } from "../../../../scripts/seeds/seeds.ts"
import { shown, table } from "./all.ts"
import { lines } from "./commands.ts"
import { commands } from "./flags.ts"

/** One case of so many, others with each seed; `npm run check:wrong` takes all. */
const SHARE = 60

const first = firstSeed(process.env) % SHARE

/** These replace folders: a name that is empty would be the folder that the user works in. */
const always = /: no name$/

describe("the table", () => {
  it("has every command, with all the flags that its help tells of", () => {
    const told = lines.filter(({ allFlags }) => allFlags === true).map(({ args }) => args)
    const isOf = (args: string, name: string): boolean => args === name || args.startsWith(`${name} `)
    const names = commands.map(({ name }) => name)
    const lacking = commands.filter(({ name }) =>
      !told.some((args) => isOf(args, name) && !names.some((other) => other.length > name.length && isOf(args, other)))
    )
    assert.deepStrictEqual(lacking.map(({ name }) => name), [])
  })
})

describe("what is wrong with an input, an output or a number", () => {
  it("is told in a sentence that names it, and leaves all files as they were", async () => {
    const { cases, wrong } = await table(lines, ({ name }, at) => at % SHARE === first || always.test(name))
    assert.deepStrictEqual(wrong.map(shown), [])
    assert.isAbove(cases, 1000)
  })
})
