/**
 * `npm run check:site`: builds the site and looks at what was built: its links, that its search knows every page, that nothing is
 * inline or from elsewhere; and, where there is a Chromium (on the PATH, or named by CHROME_PATH), a page of each kind at two
 * widths, in light and dark. `-- --shots FOLDER` keeps pictures of them; `-- --built` takes the site as it is.
 */
import { parseArgs } from "node:util"
import { findBrowser } from "../packages/core/test/browser.ts"
import { type Check, runChecks } from "./checks.ts"
import { dist } from "./site/assemble.ts"
import { type Page, readBook } from "./site/book.ts"
import { build } from "./site/build.ts"
import { deadIn, forbiddenIn, sheetsIn, sizeOf, unsearched } from "./site/built.ts"
import { look } from "./site/look.ts"
import { playOwn } from "./site/play-own.ts"
import { play } from "./site/play.ts"

const { values } = parseArgs({ options: { shots: { type: "string" }, built: { type: "boolean", default: false } } })
const program = findBrowser()
if (program === undefined) console.log("no page is looked at: no Chromium on the PATH, and no CHROME_PATH")

const most = 64_000_000

/** What is looked at of a site that is built. */
const checksOf = (book: ReadonlyMap<string, Page>): ReadonlyArray<Check> => [
  { name: `it is built, ${book.size} pages, no link among Markdown dead`, run: () => [] },
  { name: "every link leads somewhere", run: () => deadIn(dist) },
  { name: "nothing is inline or from elsewhere", run: () => [...forbiddenIn(dist), ...sheetsIn(dist)] },
  { name: "the search knows every page", run: () => unsearched(dist, book) },
  {
    name: `it is below ${most / 1e6} MB`,
    run: () => sizeOf(dist) < most ? [] : [`it is ${(sizeOf(dist) / 1e6).toFixed(1)} MB`]
  },
  ...(program === undefined ? [] : [
    { name: "pages read well", run: () => look(dist, program, values.shots) },
    { name: "the playground answers", run: () => play(dist, program) },
    { name: "the command serves the playground on a pool of one's own", run: () => playOwn(program) }
  ])
]

const made: Promise<ReadonlyMap<string, Page>> = values.built ? Promise.resolve(readBook()) : build()

await runChecks(
  await made.then(
    checksOf,
    (error: unknown) => [{ name: "it is built", run: () => [error instanceof Error ? error.message : String(error)] }]
  )
)
