/**
 * Names of files that every file system takes.
 */
import { createHash } from "node:crypto"

const MOST = 60

/** Letters, digits, dots and hyphens; a name that had to be changed gets a few digits of its hash where `distinct`. */
export const slug = (name: string, distinct: boolean): string => {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(
    0,
    MOST
  )
  if (!distinct && plain !== "") return plain
  return `${plain || "x"}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`
}

/** The folder that an experiment has where none is named: its name, as far as this leads nowhere else. */
export const folderName = (name: string): string =>
  /^[\p{L}\p{N}_][\p{L}\p{N}_ .,()+-]*$/u.test(name) ? name : slug(name, false)

/** A slug for each name, distinct where the names are. */
export const slugs = (names: Iterable<string>): ReadonlyMap<string, string> => {
  const all = [...new Set(names)]
  const plain = Map.groupBy(all, (name) => slug(name, false))
  return new Map(all.map((name) => [name, slug(name, plain.get(slug(name, false))!.length > 1 || name.length > MOST)]))
}
