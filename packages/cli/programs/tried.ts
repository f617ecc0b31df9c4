/**
 * Loads a package, in a process of its own: given its name and the two files from which it is looked for, in turn.
 *
 * `npm run build:programs` writes it into `src/doctor/tried-work.gen.ts`.
 */
import type { Tried } from "../src/doctor/found.ts"

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error && "code" in error && String(error.code).endsWith("MODULE_NOT_FOUND") &&
  error.message.includes(name)

/** See the module. */
export const work = async (args: ReadonlyArray<string>): Promise<Tried> => {
  const { createRequire } = process.getBuiltinModule("node:module")
  const { pathToFileURL } = process.getBuiltinModule("node:url")
  const [name, ...files] = args as readonly [name: string, beside: string, file: string]
  for (const from of files) {
    let found
    try {
      found = createRequire(from).resolve(name)
    } catch (error) {
      if (isMissing(error, name)) continue
      throw error
    }
    await import(pathToFileURL(found).href)
    return { absent: false }
  }
  return { absent: true }
}
