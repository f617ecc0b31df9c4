/** Packages that may or may not be there. */

interface Coded {
  readonly code?: unknown
}

/** Whether an import failed, by its `cause`, because the package is not installed (and not because it is broken). */
export const isMissing = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false
  const { code } = cause as Coded
  // Vite puts a module that throws this in the place of an optional peer that is not installed.
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" ||
    cause.message.startsWith("Could not resolve \"")
}

/**
 * Imports the package `name` from beside this one or, failing that, from the folder in which the program was started.
 * Rejects with the import's own error.
 */
export const importOptional = async (name: string): Promise<unknown> => {
  try {
    return await import(name)
  } catch (cause) {
    if (!isMissing(cause) || typeof process === "undefined") throw cause
    const { createRequire } = await import("node:module")
    const { pathToFileURL } = await import("node:url")
    const path = createRequire(`${process.cwd()}/package.json`).resolve(name)
    return await import(pathToFileURL(path).href)
  }
}
