/**
 * Where items and classes lie in a folder that is exported: names that every system takes, and no two alike.
 */
import { shown } from "@marginalia/datasets/files/cell"
import { Malformed } from "@marginalia/datasets/files/errors"

const PART = /^(?:train|training|val|valid|validation|test|testing)$/i

/** The longest name of a file or folder, in bytes of UTF-8. */
const LONGEST = 200

const problemOf = (name: string): string | undefined => {
  if (/[/\\\0]/.test(name)) return "a folder's name has no slash"
  if (name.startsWith(".")) return "a folder that begins with a dot is hidden"
  if (Buffer.byteLength(name) > LONGEST) return `a folder's name has at most ${LONGEST} bytes`
  if (!name.isWellFormed()) return "it holds half of a character"
  return undefined
}

/** Throws {@link Malformed} for classes that cannot be folders: slashes, hidden, too long, or two that differ in case only. */
export const checkFolders = (classes: ReadonlyArray<string>): void => {
  const seen = new Map<string, string>()
  for (const name of classes) {
    const problem = problemOf(name), key = name.normalize("NFC").toLowerCase(), twin = seen.get(key)
    if (problem !== undefined) {
      throw new Malformed(`the class ${shown(name)} can be no folder: ${problem}`, "rename it, or write csv", {
        reason: "Unsupported",
        value: name
      })
    }
    if (twin !== undefined) {
      throw new Malformed(
        `the classes ${shown(twin)} and ${shown(name)} would be one folder on some systems`,
        "rename one, or write csv",
        { reason: "Twice", value: [twin, name] }
      )
    }
    seen.set(key, name)
  }
  if (classes.length > 0 && classes.every((name) => PART.test(name))) {
    throw new Malformed("all classes are called like parts of a data set", "rename one, or write csv", {
      reason: "Unsupported",
      value: classes
    })
  }
}

const baseOf = (id: string): string => id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf("\\")) + 1)

const tame = (text: string): string => {
  const name = text.replace(/[<>:"|?*\\/\p{Cc}]/gu, "_").replace(/^\.+/, "_").replace(/[. ]+$/, "_")
  return name === "" ? "_" : name
}

/** The name cut so that it fits with its ending. */
const short = (stem: string, ending: string): string => {
  let cut = stem
  while (Buffer.byteLength(cut) + Buffer.byteLength(ending) > LONGEST) cut = Array.from(cut).slice(0, -1).join("")
  return cut + ending
}

const parts = (name: string): readonly [stem: string, ending: string] => {
  const at = name.lastIndexOf(".")
  return at <= 0 || name.length - at > 6 ? [name, ""] : [name.slice(0, at), name.slice(at)]
}

/**
 * A file name an id, no two alike in any case: the end of its path where only one has it, else the whole path with `__` for
 * slashes, with a number where that is not enough. `ending` is added where the id has none of an image.
 */
export const fileNames = (ids: ReadonlyArray<string>, ending: (id: string) => string): ReadonlyArray<string> => {
  const key = (name: string) => name.normalize("NFC").toLowerCase()
  const count = new Map<string, number>()
  const bases = ids.map((id) => tame(baseOf(id)) + ending(id))
  for (const base of bases) count.set(key(base), (count.get(key(base)) ?? 0) + 1)
  const taken = new Set<string>()
  return ids.map((id, i) => {
    const whole = count.get(key(bases[i]!)) === 1 ? bases[i]! : tame(id.replaceAll(/[/\\]/g, "__")) + ending(id)
    const [stem, end] = parts(whole)
    let name = short(stem, end)
    for (let n = 2; taken.has(key(name)); n++) name = short(stem.slice(0, Math.max(1, stem.length - 8)), `-${n}${end}`)
    taken.add(key(name))
    return name
  })
}
