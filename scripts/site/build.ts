/** Builds the site from the repository's Markdown. */
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { root } from "../sources.ts"
import { assemble, dist } from "./assemble.ts"
import type { Page } from "./book.ts"
import { deadIn } from "./built.ts"
import { buildPlayground } from "./playground.ts"
import { settle } from "./settle.ts"

const site = join(root, "site")

/** The builder's program, as the site's package names it. */
const vitepress = (): string =>
  join(dirname(createRequire(join(site, "package.json")).resolve("vitepress/package.json")), "bin", "vitepress.js")

/**
 * Builds the site and its playground into `site/dist` and answers its pages. `base` is its address on its server: `/`, or `/name/` where it is not at
 * the root. Rejects where a link is dead, where `base` is no such path, or where the builder fails, with what the builder says.
 */
export const build = async (base = "/"): Promise<ReadonlyMap<string, Page>> => {
  if (!/^\/([\w.-]+\/)*$/.test(base)) {
    throw new Error(
      `the site's address is ${JSON.stringify(base)}, and has to begin and end with a slash: /, or /name/`
    )
  }
  const book = assemble()
  rmSync(dist, { recursive: true, force: true })
  const { error, status, stderr, stdout } = spawnSync(process.execPath, [vitepress(), "build", site], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, SITE_BASE: base }
  })
  if (status !== 0) throw new Error(`the site is not built:\n${error?.message ?? `${stdout}${stderr}`}`)
  settle(dist, base)
  await buildPlayground(join(dist, "playground"), readFileSync(join(site, "icon.svg"), "utf8"))
  const dead = deadIn(dist)
  if (dead.length > 0) throw new Error(`${dead.length} links of the built site are dead:\n${dead.join("\n")}`)
  return book
}
