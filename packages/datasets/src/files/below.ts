/**
 * A file may name files of its own folder, and no others.
 */
import { posix, win32 } from "node:path"
import { liesIn, placeOf } from "./same-place.ts"

/**
 * What is wrong with a name that a file gives a file below `folder`: an absolute path, a way out by `..`, a link that
 * leads out. Undefined where nothing is.
 */
export const strays = (folder: string, name: string): string | undefined => {
  if (name === "" || name.includes("\0")) return "it is no name of a file"
  if (posix.isAbsolute(name) || win32.isAbsolute(name) || /^[A-Za-z]:/.test(name)) return "it is an absolute path"
  if (name.split(/[/\\]/).includes("..")) return "it leads out of its folder by .."
  return liesIn(placeOf(posix.join(folder, name)), placeOf(folder))
    ? undefined
    : "it is a link that leads out of its folder"
}
