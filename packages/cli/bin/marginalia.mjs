#!/usr/bin/env node
/**
 * Starts the command: the bundle when it is installed, the sources in the workspace. Under Bun or a Node older than 22.19 it
 * hands over to the Node that the project brings (the npm package `node`), under Bun otherwise to the one on the search path,
 * with the same terminal, signals and exit code.
 */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import module from "node:module"
import { constants, homedir } from "node:os"
import { delimiter, dirname, join, sep } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const home = dirname(here)

const isInstalled = here.includes(`${sep}node_modules${sep}`)
const source = join(home, "src", "main.ts")
const args = process.argv.slice(2)

/**
 * Plugins and experiments need the library in files of its own, and tensors and data sets lie beside their packages; all
 * else starts faster from the bundle.
 */
const linked = ["verify", "run", "runs", "fork", "report", "embed", "train", "predict", "doctor"]
const isLinked = linked.includes(args[0]) || args.some((arg) => arg === "verify" || arg.startsWith("--plugin"))
const built = join(home, "dist", isLinked ? "linked.js" : "main.js")
const entry = !isInstalled && existsSync(source) ? source : built

/** Bun passes itself off as a Node, and lacks `registerHooks` of `node:module`, with which plugins find the libraries. */
const isBun = process.versions.bun !== undefined

const isRecent = () => {
  if (isBun) return false
  const [major, minor] = process.versions.node.split(".").map(Number)
  return major > 22 || (major === 22 && minor >= 19)
}

const file = process.platform === "win32" ? "node.exe" : "node"

/** The nearest `node_modules/node/bin/node`, from here upwards, then from the working folder upwards. */
const findNode = () => {
  for (const start of [home, process.cwd()]) {
    for (let folder = start;; folder = dirname(folder)) {
      const found = join(folder, "node_modules", "node", "bin", file)
      if (existsSync(found)) return found
      if (dirname(folder) === folder) break
    }
  }
  return undefined
}

/** The first `node` on the search path: an old Node would find itself. */
const nodeOnPath = () => (process.env.PATH ?? "").split(delimiter).map((place) => join(place, file)).find(existsSync)

const handOver = (node) => {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...args], {
    stdio: "inherit",
    env: { ...process.env, MARGINALIA_HANDED_OVER: "1" }
  })
  // The terminal's own signals reach the child too; those sent to this process alone are passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("error", (error) => {
    console.error(`marginalia: ${node} cannot be started (${error.message})`)
    process.exit(2)
  })
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

/** Compiled code is kept from one start to the next, in the cache of this user; `NODE_DISABLE_COMPILE_CACHE=1` forbids it. */
const keepCompiled = () => {
  const { MARGINALIA_CACHE, XDG_CACHE_HOME } = process.env
  try {
    const cache = MARGINALIA_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "marginalia")
    module.enableCompileCache?.(join(cache, "compiled"))
  } catch {
    // Nowhere to keep it: it is compiled anew.
  }
}

if (isRecent()) {
  if (isInstalled) keepCompiled()
  if (existsSync(entry)) await import(pathToFileURL(entry).href)
  else {
    console.error(`marginalia: ${entry} is missing; build it with: pnpm --filter @marginalia/cli run build`)
    process.exit(2)
  }
} else {
  const node = process.env.MARGINALIA_HANDED_OVER === undefined
    ? findNode() ?? (isBun ? nodeOnPath() : undefined)
    : undefined
  if (node !== undefined) handOver(node)
  else {
    const here = isBun ? `Bun ${process.versions.bun}` : `Node ${process.versions.node}`
    console.error(`marginalia: this is ${here}, and marginalia needs Node 22.19 or newer`)
    console.error("Install a newer Node, or put one beside your project with: npm install --save-dev node@24")
    process.exit(2)
  }
}
