/**
 * How long `marginalia --help` takes, cold: the bundle, through its launcher, a fresh process each time.
 *
 * `node bench/help.ts [runs]`; the bar is 300 ms under Node 24. Prints the median and the least, and those of a
 * bare `node -e 0` beside them, as a busy machine makes both slow.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const cli = fileURLToPath(new URL("../packages/cli/", import.meta.url))
const runs = Number(process.argv[2] ?? 20)

/** The launcher takes the bundle where the package is installed, so install it: a copy in a `node_modules`. */
const install = (folder: string): string => {
  const home = join(folder, "node_modules", "@marginalia", "cli")
  for (const part of ["bin", "dist", "package.json"]) cpSync(join(cli, part), join(home, part), { recursive: true })
  return join(home, "bin", "marginalia.mjs")
}

const time = (args: ReadonlyArray<string>): number => {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" })
  if (status !== 0) throw new Error(`node ${args.join(" ")} exited with ${status}`)
  return performance.now() - start
}

const sorted = (args: ReadonlyArray<string>): ReadonlyArray<number> =>
  Array.from({ length: runs }, () => time(args)).sort((a, b) => a - b)

const line = (what: string, times: ReadonlyArray<number>): string =>
  `${what.padEnd(20)} median ${times[runs >> 1]!.toFixed(0).padStart(5)} ms   least ${
    times[0]!.toFixed(0).padStart(5)
  } ms`

const folder = mkdtempSync(join(tmpdir(), "marginalia-help-"))
try {
  execFileSync(process.execPath, [join(cli, "../../node_modules/tsdown/dist/run.mjs")], { cwd: cli, stdio: "ignore" })
  const bin = install(folder)
  console.log(`${runs} runs each, Node ${process.versions.node}`)
  console.log(line("node -e 0", sorted(["-e", "0"])))
  console.log(line("marginalia --help", sorted([bin, "--help"])))
} finally {
  rmSync(folder, { recursive: true })
}
