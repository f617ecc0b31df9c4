/**
 * What a label's text means: a class, or that there is none.
 */
import { Message } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import { shown } from "../files/cell.ts"

/** What other tools write for a missing value, and what people write when they skip an item. */
const MISSING = /^(?:na|<na>|#n\/a|n\/a|nan|nil|null|none|skip|skipped|\?|-|--)$/i

/** The labels as classes, and what the user should hear of them. */
export interface Vocabulary {
  /** One a label: its class, trimmed; `null` where there is none. */
  readonly classes: ReadonlyArray<string | null>
  readonly notes: ReadonlyArray<Message.Message>
}

/** What two names have in common that look alike: case, spaces, the form of characters, and how a number is written. */
const alike = (name: string): string => {
  const key = name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
  return key !== "" && Number.isFinite(Number(key)) ? String(Number(key)) : key
}

/** Of more different numbers than these, not all of them whole, labels are taken for measurements, two of which may well be one number. */
const MEASURED = 100

/** Names that look alike and are two classes, in one note; none where there are none, or where the labels are measurements. */
export const alikeNotes = (names: Iterable<string>): ReadonlyArray<string> => {
  const groups = new Map<string, Set<string>>()
  for (const name of names) groups.set(alike(name), (groups.get(alike(name)) ?? new Set()).add(name))
  const numbers = [...groups.keys()].map(Number)
  if (groups.size > MEASURED && numbers.every(Number.isFinite) && !numbers.every(Number.isInteger)) return []
  const several = [...groups.values()].filter((group) => group.size > 1).map((group) =>
    [...group].map(shown).join(" and ")
  )
  if (several.length === 0) return []
  const more = several.length > 5 ? `, and ${several.length - 5} more` : ""
  return [`classes that look alike: ${several.slice(0, 5).join("; ")}${more}; each is a class of its own`]
}

const skipping = (word: string) => Message.setting("skip", { value: [word] })

const missingNotes = (classes: ReadonlyArray<string | null>): ReadonlyArray<Message.Message> => {
  const counts = new Map<string, number>()
  for (const name of classes) {
    if (name !== null && MISSING.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].slice(0, 5).map(([name, count]) =>
    Message.text`${shown(name)} is a class here (${counted(count, "item")}); ${skipping(name)} takes it for no label`
  )
}

/**
 * Trims labels, and takes those of the `skip` vocabulary for none (compared exactly, after trimming); blank ones are none.
 *
 * Says which classes look like a missing value, which look alike, and which word of `skip` never occurs.
 */
export const readVocabulary = (labels: ReadonlyArray<string | null>, skip: ReadonlyArray<string> = []): Vocabulary => {
  const words = new Set(skip.map((word) => word.trim()))
  const used = new Set<string>()
  const classes = labels.map((label) => {
    const name = label?.trim() ?? ""
    if (words.has(name)) used.add(name)
    return name === "" || words.has(name) ? null : name
  })
  const unused = [...words].filter((word) => word !== "" && !used.has(word))
  return {
    classes,
    notes: [
      ...missingNotes(classes),
      ...alikeNotes(classes.filter((name) => name !== null)),
      ...unused.map((word) => Message.text`${skipping(word)} occurs nowhere in the labels`)
    ]
  }
}
