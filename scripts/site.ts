/**
 * `npm run site`: writes the site, all pages of it, into `site/dist`, and prints that folder last. Any server of files can serve it; nothing is
 * fetched from elsewhere. `-- --base /name/` builds it for a server where it is not at the root.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { dist } from "./site/assemble.ts"
import { build } from "./site/build.ts"

const { values } = parseArgs({ options: { base: { type: "string", default: "/" } } })

try {
  const book = await build(values.base)
  console.error(`${book.size} pages`)
  console.log(join(dist))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
