/**
 * A real browser, where the machine has one: named by CHROME_PATH, or found on the PATH.
 */
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser's program; undefined where there is none. */
export const findBrowser = (): string | undefined => {
  const { CHROME_PATH, PATH = "" } = process.env
  if (CHROME_PATH !== undefined && CHROME_PATH !== "") return CHROME_PATH
  return PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram)
}
