/** Ids of images from what a table calls their files: paths below a folder, whoever wrote the table. */
import { isImage } from "../image/walk.ts"

/** The longest name of a file or folder, in bytes of UTF-8, that every system takes. */
const LONGEST = 200

const short = (name: string): string => {
  if (Buffer.byteLength(name) <= LONGEST) return name
  const at = name.lastIndexOf("."), ending = at > 0 && name.length - at <= 6 ? name.slice(at) : ""
  const letters = Array.from(name.slice(0, name.length - ending.length))
  while (Buffer.byteLength(letters.join("")) + Buffer.byteLength(ending) > LONGEST) letters.pop()
  return letters.join("") + ending
}

/** Neither a drive nor a root, no step upward and nothing hidden or unprintable is left of a path. */
const safe = (path: string): string =>
  path.toWellFormed().normalize("NFC").split(/[/\\]/).flatMap((part, i) => {
    if (part.trim() === "" || /^\.+$/.test(part) || (i === 0 && /^[A-Za-z]:$/.test(part))) return []
    return [short(part.replace(/[<>:"|?*\p{Cc}]/gu, "_").replace(/^\.+/, "_").replace(/[. ]+$/, "_"))]
  }).join("/")

const key = (id: string): string => id.toLowerCase()

const numberedName = (id: string, n: number): string => {
  const at = id.lastIndexOf("."), cut = at > id.lastIndexOf("/") + 1 ? at : id.length
  return `${id.slice(0, cut)}-${n}${id.slice(cut)}`
}

/** Names that are taken, in any case, and the next number that a name which comes again gets. */
const makeTaken = () => {
  const taken = new Set<string>(), next = new Map<string, number>()
  return (id: string): string => {
    let own = id
    for (let n = next.get(key(id)) ?? 2; taken.has(key(own)); n++) {
      own = numberedName(id, n)
      next.set(key(id), n + 1)
    }
    taken.add(key(own))
    return own
  }
}

/**
 * The id of each image: its path in `paths` without what leads out of a folder, with an ending of images (that of `endings` where
 * it has none); where there is none, its row's number with as many digits as the last. A name that comes again, in any case,
 * gets a number, those that come first keep theirs.
 */
export const imageIds = (
  paths: ReadonlyArray<string | undefined>,
  endings: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const take = makeTaken(), digits = String(Math.max(0, paths.length - 1)).length
  return paths.map((path, row) => {
    const name = path === undefined ? "" : safe(path)
    const stem = name === "" ? String(row).padStart(digits, "0") : name
    return take(isImage(stem) ? stem : stem + (endings[row] ?? ""))
  })
}
