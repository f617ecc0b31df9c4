/** Adding, renaming and merging classes, and their keys. */
import type { ClassView } from "../wire.ts"
import type { Acts } from "./acts.ts"
import type { Project } from "./project.ts"

/** See the functions. */
export interface Classes {
  /** Adds a class; `then` gets its number as soon as it is written. */
  readonly add: (name: string, then?: (id: number) => void) => void
  readonly rename: (id: number, name: string) => void
  readonly merge: (from: number, into: number) => void
  readonly bind: (id: number, key: string | null) => void
}

/** How well a class's `name` fits what was typed: smaller is better, undefined is not at all. */
export const fitOf = (name: string, typed: string): number | undefined => {
  const low = name.toLowerCase(), wanted = typed.trim().toLowerCase()
  if (wanted === "") return 0
  if (low === wanted) return 0
  if (low.startsWith(wanted)) return 1
  if (low.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 2
  if (low.includes(wanted)) return 3
  let at = -1
  for (const sign of wanted) {
    at = low.indexOf(sign, at + 1)
    if (at < 0) return undefined
  }
  return 4
}

/** The classes that fit what was typed, best first; ties in the order of the classes. */
export const fitting = (classes: ReadonlyArray<ClassView>, typed: string): ReadonlyArray<ClassView> =>
  classes.map((one) => ({ one, fit: fitOf(one.name, typed) }))
    .filter((each): each is { one: ClassView; fit: number } => each.fit !== undefined)
    .sort((a, b) => a.fit - b.fit).map(({ one }) => one)

/** Changes go out like answers, and can be taken back like them. */
export const makeClasses = (project: Project, acts: Acts): Classes => {
  const { nameOf } = project
  const quoted = (id: number): string => `“${nameOf(id)}”`
  return {
    add: (name, then) => {
      const clean = name.trim()
      const saved = async (added: number | undefined): Promise<void> => {
        await project.refresh()
        const id = added ?? project.classes.peek().find((one) => one.name === clean)?.id
        if (id !== undefined) then?.(id)
      }
      acts.changeClasses({ _tag: "Add", name: clean }, {
        view: "classes",
        what: `Add class “${clean}”`,
        saved: ({ added }) => void saved(added)
      })
    },
    rename: (id, name) => {
      const what = `Rename ${quoted(id)} to “${name.trim()}”`
      acts.changeClasses({ _tag: "Rename", id, name: name.trim() }, { view: "classes", what })
    },
    merge: (from, into) => {
      const what = `Merge ${quoted(from)} into ${quoted(into)}`
      acts.changeClasses({ _tag: "Merge", from, into }, { view: "classes", what })
    },
    bind: (id, key) => {
      const what = key === null ? `No key for ${quoted(id)}` : `Key ${key} for ${quoted(id)}`
      acts.changeClasses({ _tag: "Bind", id, key }, { view: "classes", what })
    }
  }
}
