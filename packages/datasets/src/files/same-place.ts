/**
 * Which place on the disk does a path name? Links, `./`, hard links and the case of letters are looked through.
 */
import { type BigIntStats, realpathSync, statSync } from "node:fs"
import { basename, dirname, join, resolve, sep } from "node:path"

/** A place, whether something stands there or not. */
export interface Place {
  /** The path with every link resolved, as far as it exists. */
  readonly real: string
  /** What stands there; undefined where nothing does. */
  readonly stat: BigIntStats | undefined
}

const statOf = (path: string): BigIntStats | undefined => {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}

const realOf = (path: string): string => {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realOf(parent), basename(path))
  }
}

/** The place that a path names. Never throws: what cannot be looked at is taken to be as it is written. */
export const placeOf = (path: string): Place => {
  const absolute = resolve(path)
  return { real: realOf(absolute), stat: statOf(absolute) }
}

const swapped = (text: string): string =>
  Array.from(text, (char) => char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()).join("")

const isSame = (a: BigIntStats | undefined, b: BigIntStats | undefined): boolean =>
  a !== undefined && b !== undefined && a.ino !== 0n && a.dev === b.dev && a.ino === b.ino

/** Whether the file system takes the same letters in another case for the same name, as far as the path can tell. */
const ignoresCase = (path: string): boolean => {
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    const name = basename(at), other = swapped(name)
    if (name !== other && statOf(at) !== undefined) return isSame(statOf(at), statOf(join(dirname(at), other)))
  }
  return false
}

const folded = (real: string): string => ignoresCase(real) ? real.normalize("NFC").toLowerCase() : real

/** Whether two paths name one file or folder: by what stands there (hard links too), else by their real paths. */
export const samePlace = (a: Place, b: Place): boolean =>
  isSame(a.stat, b.stat) || a.real === b.real || folded(a.real) === folded(b.real)

/** Whether a place lies in the folder `outer`, at whatever depth. */
export const liesIn = (inner: Place, outer: Place): boolean => {
  const folder = folded(outer.real)
  return folded(inner.real).startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
