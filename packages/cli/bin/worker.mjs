/**
 * Starts a worker of `marginalia run`: from the bundle when it is installed, from the sources in the workspace.
 */
import { existsSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const home = dirname(here)
const source = join(home, "src", "experiment", "work", "main.ts")
const isInstalled = here.includes(`${sep}node_modules${sep}`)

await import(pathToFileURL(!isInstalled && existsSync(source) ? source : join(home, "dist", "worker.js")).href)
