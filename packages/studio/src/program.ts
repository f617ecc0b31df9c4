/**
 * Where the programs of other processes lie. Each stands as `process.ts` beside the module that starts it. Tested with those.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * The program of a folder of this package, started by the module at `from` in that folder; where that is in a bundle, which has no
 * such folder, the program is the package's.
 */
export const programIn = (folder: "learner" | "model" | "service", from: string): string => {
  if (new RegExp(`/${folder}/\\w+\\.[jt]s$`).test(from)) {
    return fileURLToPath(new URL(`./process${from.endsWith(".ts") ? ".ts" : ".js"}`, from))
  }
  const home = dirname(createRequire(from).resolve("@marginalia/studio/package.json"))
  return join(home, "dist", folder, "process.js")
}
