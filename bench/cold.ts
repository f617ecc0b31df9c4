/**
 * How long the command takes, cold: the bundle, through its launcher, a fresh process each time; with the compiled code that
 * the run before has left, and without.
 *
 * `node bench/cold.ts [runs]`; the bars under Node 24 on a quiet machine are 300 ms for `--help`, and 350 ms for `select` on the
 * digits with compiled code. Prints medians and least times, in turn with a bare `node -e 0`, as a busy machine makes all slow.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const cli = fileURLToPath(new URL("../packages/cli/", import.meta.url))
const digits = fileURLToPath(new URL("../packages/datasets/data/digits.npy", import.meta.url))
const runs = Number(process.argv[2] ?? 20)

/** The launcher takes the bundle where the package is installed, so install it: a copy in a `node_modules`. */
const install = (folder: string): string => {
  const home = join(folder, "node_modules", "@marginalia", "cli")
  for (const part of ["bin", "dist", "package.json"]) cpSync(join(cli, part), join(home, part), { recursive: true })
  return join(home, "bin", "marginalia.mjs")
}

interface Case {
  readonly what: string
  readonly args: ReadonlyArray<string>
  readonly env?: NodeJS.ProcessEnv
}

const time = ({ args, env = {} }: Case): number => {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore", env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(`node ${args.join(" ")} exited with ${status}`)
  return performance.now() - start
}

const line = (what: string, times: ReadonlyArray<number>): string => {
  const sorted = times.toSorted((a, b) => a - b)
  const [median, least] = [sorted[sorted.length >> 1]!, sorted[0]!].map((ms) => ms.toFixed(0).padStart(5))
  return `${what.padEnd(40)} median ${median} ms   least ${least} ms`
}

const folder = mkdtempSync(join(tmpdir(), "marginalia-cold-"))
try {
  execFileSync(process.execPath, [join(cli, "../../node_modules/tsdown/dist/run.mjs")], { cwd: cli, stdio: "ignore" })
  const bin = install(folder), labels = join(folder, "labels.csv")
  writeFileSync(labels, ["id,label", ...Array.from({ length: 20 }, (_, i) => `${i},${i % 10}`), ""].join("\n"))
  const select = (strategy: string) => [bin, "select", digits, "-s", strategy, "-b", "10", "-l", labels]
  const kept = { MARGINALIA_CACHE: folder }, anew = { NODE_DISABLE_COMPILE_CACHE: "1" }
  const cases: ReadonlyArray<Case> = [
    { what: "node -e 0", args: ["-e", "0"] },
    { what: "marginalia --help", args: [bin, "--help"], env: kept },
    { what: "marginalia --help, compiled anew", args: [bin, "--help"], env: anew },
    ...["random", "typiclust", "supclust"].flatMap((strategy) => [
      { what: `marginalia select -s ${strategy}`, args: select(strategy), env: kept },
      { what: `marginalia select -s ${strategy}, compiled anew`, args: select(strategy), env: anew }
    ])
  ]
  for (const each of cases) time(each)
  const times = cases.map((): Array<number> => [])
  for (let run = 0; run < runs; run++) cases.forEach((each, i) => times[i]!.push(time(each)))
  console.log(`${runs} runs each, Node ${process.versions.node}`)
  cases.forEach(({ what }, i) => console.log(line(what, times[i]!)))
} finally {
  rmSync(folder, { recursive: true })
}
