/**
 * The classes of a project: added, renamed and merged on the way.
 */

/** A class, as people see it. */
export interface Class {
  /** Its number, never given twice. */
  readonly id: number
  /** What people call it; no two classes have the same. */
  readonly name: string
  /** The key that labels with it, if it has one. */
  readonly key: string | undefined
}

/** The keys that classes get by themselves, in order. */
export const DEFAULT_KEYS = "1234567890"

/** An event that changes the classes. */
export type Change =
  | { readonly _tag: "ClassAdded"; readonly id: number; readonly name: string }
  | { readonly _tag: "ClassRenamed"; readonly id: number; readonly name: string }
  | { readonly _tag: "ClassesMerged"; readonly from: number; readonly into: number }
  | { readonly _tag: "KeyBound"; readonly id: number; readonly key: string | null }

/** The classes after some changes. */
export interface Vocabulary {
  /** Classes that are not merged into others, by number, ascending. */
  readonly classes: ReadonlyArray<Class>
  /** The numbers of all classes that there are, merged ones included, ascending. */
  readonly given: ReadonlyArray<number>
  /** How many numbers were given: the next class gets this one. */
  readonly next: number
  /** The class that labels of `id` count as; −1 where there is none. */
  readonly resolve: (id: number) => number
}

interface Draft {
  readonly names: Map<number, string>
  readonly keys: Map<number, string | null>
  readonly merged: Map<number, number>
}

const resolver = ({ merged, names }: Draft) => (id: number): number => {
  let at = id
  for (let steps = 0; merged.has(at) && steps <= merged.size; steps++) at = merged.get(at)!
  return names.has(at) && !merged.has(at) ? at : -1
}

/** A key belongs to one class: who gets it last has it. */
const keysOf = ({ keys }: Draft, ids: ReadonlyArray<number>): ReadonlyMap<number, string> => {
  const owner = new Map<string, number>()
  for (const [id, key] of keys) if (key !== null && ids.includes(id)) owner.set(key, id)
  const bound = new Map([...owner].map(([key, id]) => [id, key]))
  const free = DEFAULT_KEYS.split("").filter((key) => !owner.has(key))
  for (const id of ids) {
    if (keys.has(id)) continue
    const key = free.shift()
    if (key !== undefined) bound.set(id, key)
  }
  return bound
}

const apply = ({ keys, merged, names }: Draft, change: Change): void => {
  switch (change._tag) {
    case "ClassAdded":
    case "ClassRenamed":
      names.set(change.id, change.name)
      return
    case "ClassesMerged":
      merged.set(change.from, change.into)
      return
    case "KeyBound":
      keys.delete(change.id)
      keys.set(change.id, change.key)
  }
}

/** Two classes of one name, if there are any. */
export const clashIn = ({ classes }: Pick<Vocabulary, "classes">): string | undefined => {
  const names = classes.map(({ name }) => name)
  return names.find((name, i) => names.indexOf(name) < i)
}

/**
 * The classes after `changes`, which are in the order in which they happened and begin with the project's `names`. `given` says
 * how many numbers were given, those of classes that were taken back included; by default those of `changes`.
 *
 * Classes without a key of their own get the digits 1 to 9 and 0 that are free, by number. O(changes).
 */
export const vocabularyOf = (
  names: ReadonlyArray<string>,
  changes: ReadonlyArray<Change>,
  given = names.length
): Vocabulary => {
  const draft: Draft = { names: new Map(names.map((name, id) => [id, name])), keys: new Map(), merged: new Map() }
  let next = given
  for (const change of changes) {
    if (change._tag === "ClassAdded") next = Math.max(next, change.id + 1)
    apply(draft, change)
  }
  const ids = [...draft.names.keys()].filter((id) => !draft.merged.has(id)).sort((a, b) => a - b)
  const keys = keysOf(draft, ids)
  return {
    classes: ids.map((id) => ({ id, name: draft.names.get(id)!, key: keys.get(id) })),
    given: [...draft.names.keys()].sort((a, b) => a - b),
    next,
    resolve: resolver(draft)
  }
}
