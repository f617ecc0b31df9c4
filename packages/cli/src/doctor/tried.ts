/**
 * Optional packages, each loaded in a process of its own: a native addon may crash the one that loads it.
 */
import type { Optional, Status } from "@marginalia/experiments/engine/packages"
import { apart } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { join } from "node:path"

interface Tried {
  readonly absent: boolean
}

/** From beside the command or, failing that, from the folder in which it was started. */
const body = `
const [name, beside, file] = args
const isMissing = (error) => /MODULE_NOT_FOUND$/.test(error?.code) && error.message.includes(name)
const { createRequire } = await import("node:module")
const { pathToFileURL } = await import("node:url")
for (const from of [beside, file]) {
  let found
  try {
    found = createRequire(from).resolve(name)
  } catch (error) {
    if (isMissing(error)) continue
    throw error
  }
  await import(pathToFileURL(found).href)
  return { absent: false }
}
return { absent: true }`

/** Tries to load a package for a project, default the working folder. */
export const tried = ({ name }: Optional, cwd: string = process.cwd()): Effect.Effect<Status> =>
  Effect.map(
    apart({ body, args: [name, import.meta.url, join(cwd, "package.json")], cwd }),
    (came): Status =>
      came._tag === "Failed" ? { broken: came.why } : (came.value as Tried).absent ? "absent" : "present"
  )
