/**
 * From a fresh clone to a running script, with nothing but Node ≥ 18 and npm: installs what the lockfile names (pnpm
 * comes through npm, Node 24 is one of the packages), then runs a script of package.json with what was installed.
 *
 * `node scripts/bootstrap.mjs demo`. Says nothing when all goes well; shows pnpm's whole output when it does not.
 * A second run installs nothing, unless a manifest or the lockfile has changed.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, "node_modules", ".cache", "installed")

const manifests = () => [
  "package.json",
  "pnpm-workspace.yaml",
  "pnpm-lock.yaml",
  "site/package.json",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/package.json`)
]

/** What an install depends on; another stamp means another install. */
const stamp = () => {
  const hash = createHash("sha256")
  for (const file of manifests()) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest("hex")
}

/** `npm`, run by the Node that runs this; a shell finds `npm.cmd` on Windows. */
const npm = (args, stdio) => {
  const cli = process.env.npm_execpath
  return cli?.endsWith(".js")
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio, encoding: "utf8", maxBuffer: 2 ** 28 })
    : spawnSync("npm", args, {
      cwd: root,
      stdio,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      shell: process.platform === "win32"
    })
}

const exitCode = (result) => result.status ?? 1

const install = () => {
  if (process.stderr.isTTY) process.stderr.write("installing (once, about half a minute) …\n")
  const frozen = process.env.CI ? "--frozen-lockfile" : "--prefer-frozen-lockfile"
  const pnpm = ["exec", "--yes", "--prefer-offline", "--package=pnpm@12", "--", "pnpm"]
  const result = npm([...pnpm, "install", "--prefer-offline", frozen, "--reporter=append-only"], [
    "ignore",
    "pipe",
    "pipe"
  ])
  if (exitCode(result) !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}\n`)
    process.stderr.write("The install failed: pnpm's output is above. Run the command again to try again.\n")
    process.exit(exitCode(result))
  }
}

const installed = () =>
  existsSync(stampFile) && existsSync(join(root, "node_modules", "node")) && readFileSync(stampFile, "utf8") === stamp()

if (!installed()) {
  install()
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp())
}
const [script, ...rest] = process.argv.slice(2)
if (script !== undefined) process.exit(exitCode(npm(["run", "--silent", script, "--", ...rest], "inherit")))
