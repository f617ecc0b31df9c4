#!/usr/bin/env node
/** Starts the command of `@marginalia/cli`, which says what is missing where this Node is too old for it. */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"

const home = dirname(createRequire(import.meta.url).resolve("@marginalia/cli/package.json"))
await import(pathToFileURL(join(home, "bin", "marginalia.mjs")).href)
