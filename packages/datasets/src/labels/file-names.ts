/**
 * Files by their names: the same file is called by its path, its address, or its name alone.
 */
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const slashed = (path: string): string => path.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "")

/** The path in an address; a path as it is. Label Studio's `/data/local-files/?d=…` names the file in its query. */
const pathIn = (text: string): string => {
  const local = /\/data\/local-files\/\?d=([^&]*)/.exec(text)?.[1]
  if (local !== undefined) return decoded(local)
  const [, path] = /^[a-z][a-z0-9+.-]*:\/\/([^?#]*)/i.exec(text) ?? []
  return path === undefined ? text : decoded(path)
}

/** What a name may be as a path, the likeliest first: uploads to Label Studio get eight digits before their name. */
const pathsOf = (name: string): ReadonlyArray<string> => {
  const path = slashed(pathIn(name))
  const [, uploaded] = /(?:^|\/)data\/upload\/(?:.*\/)?[0-9a-f]{8}-([^/]+)$/.exec(path) ?? []
  return uploaded === undefined ? [path] : [uploaded, decoded(uploaded), path]
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1)
const stemOf = (path: string): string => baseOf(path).replace(/\.[A-Za-z]\w{0,4}$/, "")

/** Ways in which two paths may be the same file, the surest first; whole folders at a time. */
const WAYS: ReadonlyArray<(path: string, id: string) => boolean> = [
  (path, id) => path === id,
  (path, id) => id.endsWith(`/${path}`),
  (path, id) => path.endsWith(`/${id}`),
  (path, id) => baseOf(path) === baseOf(id),
  // An ending may be missing on one side, not differ.
  (path, id) => stemOf(path) === baseOf(id) || baseOf(path) === stemOf(id)
]

/** Of ids that a path ends in, the longest say most of it: `photos/a/1.jpg` is `a/1.jpg` and not `1.jpg`. */
const longest = (found: ReadonlyArray<number>, path: string, ids: ReadonlyArray<string>): ReadonlyArray<number> => {
  const ends = found.filter((position) => path.endsWith(`/${ids[position]!}`))
  const length = ends.reduce((most, position) => Math.max(most, ids[position]!.length), 0)
  return length === 0 ? found : ends.filter((position) => ids[position]!.length === length)
}

/** Finds the item that a name stands for. */
export interface FileNames {
  /** Its position; −1 for none. Throws {@link Malformed} where two items fit as well. */
  readonly find: (name: string, where: string) => number
}

/** An index of the pool's ids as paths. */
export const makeFileNames = (ids: ReadonlyArray<string>): FileNames => {
  const byStem = new Map<string, Array<number>>()
  const paths = ids.map(slashed)
  paths.forEach((path, position) => {
    const stem = stemOf(path), found = byStem.get(stem)
    if (found === undefined) byStem.set(stem, [position])
    else found.push(position)
  })
  const near = (path: string): ReadonlyArray<number> => {
    const [stem, base] = [stemOf(path), baseOf(path)]
    return [...byStem.get(stem) ?? [], ...(base === stem ? [] : byStem.get(base) ?? [])]
  }
  const best = (path: string, name: string, where: string): number => {
    const among = near(path)
    for (const way of WAYS) {
      const [first, second] = longest(among.filter((position) => way(path, paths[position]!)), path, paths)
      if (first === undefined) continue
      if (second === undefined) return first
      const problem = `${shown(name)} ${where} may be ${shown(ids[first])} or ${shown(ids[second])} of the pool`
      throw new Malformed(problem, "write more of its path", {
        reason: "Ambiguous",
        value: name,
        allowed: [ids[first]!, ids[second]!]
      })
    }
    return -1
  }
  return {
    find: (name, where) => {
      for (const path of pathsOf(name)) {
        const found = best(path, name, where)
        if (found >= 0) return found
      }
      return -1
    }
  }
}
