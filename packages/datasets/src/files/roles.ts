/**
 * What each column of a table is: one decision, for every reader.
 *
 * A label, a target, a split, a prediction, an id or a note on an item is never a part of the vector unless it is named:
 * a model that sees its own answer learns nothing else. Names are compared without case, signs and spaces.
 */
import { Message, Quote } from "@marginalia/core"
import * as Suggest from "@marginalia/core/Suggest"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"
import { type LeftOut, noVector } from "./left-out.ts"
import { isCalled, namesItems, type Role, roleOfName } from "./role-names.ts"

export type { Role }

/** What a person says of the columns; all of it is optional. */
export interface ColumnChoice {
  /** The columns that make up the vector, and no others: names, or names with `*` for any characters. */
  readonly features?: ReadonlyArray<string> | undefined
  /** The column that holds the ids; default: `id`, in any case, if there is one. */
  readonly idColumn?: string | undefined
  /** Whether a table without `idColumn` will do: then `id` holds the ids, or none does. Default false. */
  readonly idOptional?: boolean | undefined
  /** Whether the table stands beside a pool with ids: without `id`, its first column named like ids (`image_id`) holds them. Default false. */
  readonly beside?: boolean | undefined
  /** The column that holds the labels; default: the one column that is named like labels. */
  readonly labelColumn?: string | undefined
  /** The column that says which rows are to train, validate and test; default: `split`, in any case. */
  readonly splitColumn?: string | undefined
  /**
   * `items` (the default) are described by their columns, some of which are no part of the vector. `values`: all columns
   * beside the ids are, whatever they are named, as a class's column of probabilities is named like the class. `vectors`: all
   * but ids, labels, targets and splits.
   */
  readonly names?: "items" | "values" | "vectors" | undefined
  /** Columns that say which group each item is in: no part of the vector, and given as texts where they are there. */
  readonly groups?: ReadonlyArray<string> | undefined
  /** Columns that hold classes, as the file says of itself: labels, whatever they are called. */
  readonly classed?: ReadonlyArray<string> | undefined
  /** Columns that are given as texts where they are there, whatever else they are: a part of the vector still, if they are one. */
  readonly texts?: ReadonlyArray<string> | undefined
  /** Whether the first line of a csv file is a row; then the columns are named 0, 1, … Default false. */
  readonly noHeader?: boolean | undefined
}

/** Columns by their places; −1 where there is none. */
export interface Roles {
  readonly id: number
  readonly label: number
  readonly split: number
  /** What makes up the vector: several columns of numbers, or one of lists. */
  readonly features: ReadonlyArray<number>
  readonly leftOut: ReadonlyArray<LeftOut>
}

/** A `y` beside a number `x` is a coordinate; alone, or beside vectors `x`, it is what the other columns are to tell. */
const isTarget = (name: string, names: ReadonlyArray<string>, lists: ReadonlySet<number>): boolean =>
  isCalled(name, "y") && !names.some((other, i) => isCalled(other, "x") && !lists.has(i))

const rolesByName = (
  names: ReadonlyArray<string>,
  lists: ReadonlySet<number>,
  classed: ReadonlyArray<string> = []
): Array<Role> =>
  names.map((name, i) => {
    const role = isTarget(name, names, lists) ? "label" : roleOfName(name, lists.has(i))
    return role === "feature" && classed.includes(name) ? "label" : role
  })

/** The settings that name columns. */
type Naming = "features" | "idColumn" | "labelColumn" | "splitColumn"

const FEATURES = Message.setting("features")

const noColumn = (setting: Naming, name: string, names: ReadonlyArray<string>): Malformed => {
  const meant = Suggest.hint(name, names)
  return new Malformed(
    `there is no column ${shown(name)}`,
    Message.text`give ${Message.setting(setting)} one of ${Quote.list(names)}${meant === "" ? "" : `.${meant}`}`,
    { reason: "Unknown", setting, column: name, ...Suggest.fault(name, names) }
  )
}

const placeOf = (names: ReadonlyArray<string>, setting: Naming, name: string): number => {
  const at = names.indexOf(name)
  if (at < 0) throw noColumn(setting, name, names)
  return at
}

const matcher = (pattern: string): RegExp =>
  new RegExp(`^${pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "su")

/** The columns that `features` names, in the order of the file. Throws {@link Malformed} for a name of none. */
const featuresNamed = (names: ReadonlyArray<string>, features: ReadonlyArray<string>): ReadonlyArray<number> => {
  const chosen = new Set<number>()
  for (const feature of features) {
    const exact = names.indexOf(feature)
    const found = exact >= 0
      ? [exact]
      : feature.includes("*")
      ? names.flatMap((name, i) => matcher(feature).test(name) ? [i] : [])
      : []
    if (found.length === 0) throw noColumn("features", feature, names)
    found.forEach((place) => chosen.add(place))
  }
  return [...chosen].toSorted((a, b) => a - b)
}

/** The one column that is called so, exactly first, then in any case; −1 where there is none, or several. */
const called = (names: ReadonlyArray<string>, wanted: string): number => {
  const exact = names.indexOf(wanted)
  if (exact >= 0) return exact
  const places = names.flatMap((name, i) => isCalled(name, wanted) ? [i] : [])
  return places.length === 1 ? places[0]! : -1
}

/** The column called `id`, or beside a pool with ids the first that is named like some and is not asked for as something else. */
const usualId = (names: ReadonlyArray<string>, { beside = false, groups = [], texts = [] }: ColumnChoice): number => {
  const usual = called(names, "id"), asked = new Set([...groups, ...texts])
  return usual >= 0 || !beside ? usual : names.findIndex((name) => namesItems(name) && !asked.has(name))
}

const idPlace = (names: ReadonlyArray<string>, choice: ColumnChoice): number => {
  const { idColumn, idOptional = false } = choice
  if (idColumn === undefined) return usualId(names, choice)
  const named = names.indexOf(idColumn)
  return named < 0 && idOptional ? usualId(names, choice) : placeOf(names, "idColumn", idColumn)
}

/** The column of labels: the one named, `label`, or the only one of that role. */
const labelPlace = (
  names: ReadonlyArray<string>,
  roles: ReadonlyArray<Role>,
  labelColumn: string | undefined
): number => {
  if (labelColumn !== undefined) return placeOf(names, "labelColumn", labelColumn)
  const usual = called(names, "label")
  if (usual >= 0 && roles[usual] === "label") return usual
  const places = roles.flatMap((role, i) => role === "label" ? [i] : [])
  return places.length === 1 ? places[0]! : -1
}

const splitPlace = (
  names: ReadonlyArray<string>,
  roles: ReadonlyArray<Role>,
  splitColumn: string | undefined
): number => {
  if (splitColumn !== undefined) return placeOf(names, "splitColumn", splitColumn)
  const place = called(names, "split")
  return place >= 0 && roles[place] === "split" ? place : -1
}

/** One column of lists is the vector; beside it numbers are none. Throws {@link Malformed} for several lists. */
const listOrNumbers = (
  names: ReadonlyArray<string>,
  features: ReadonlyArray<number>,
  lists: ReadonlySet<number>
): ReadonlyArray<number> => {
  const found = features.filter((i) => lists.has(i))
  if (found.length < 2) return found.length === 1 ? found : features
  const allowed = found.map((i) => names[i]!)
  throw new Malformed(
    `${found.length} columns hold lists (${Quote.list(allowed)})`,
    Message.text`keep the one that is the vector, or name it: ${Message.setting("features", { example: "NAME" })}`,
    { reason: "Ambiguous", setting: "features", allowed }
  )
}

const checkTwice = (
  places: ReadonlyArray<readonly [setting: Naming, place: number]>,
  features: ReadonlySet<number>
) => {
  const both = places.find(([, place]) => features.has(place))
  if (both === undefined) return
  const setting = both[0], other = Message.setting(setting)
  const hint = Message.text`leave it out of ${FEATURES}, or of ${other}`
  throw new Malformed(Message.text`${FEATURES} names the column of ${other}`, hint, {
    reason: "Conflict",
    settings: ["features", setting],
    setting
  })
}

const chosen = (names: ReadonlyArray<string>, choice: ColumnChoice): ReadonlyArray<number> | undefined => {
  const { features, idColumn, labelColumn, splitColumn } = choice
  if (features === undefined) return undefined
  const found = featuresNamed(names, features)
  const stated = ([["idColumn", idColumn], ["labelColumn", labelColumn], ["splitColumn", splitColumn]] as const)
    .flatMap(([setting, name]) => name === undefined ? [] : [[setting, names.indexOf(name)] as const])
  checkTwice(stated, new Set(found))
  return found
}

/** What no vector of an item is made of, however it was made. */
const NO_VECTOR: ReadonlySet<Role> = new Set(["id", "label", "split"])

const rolesFor = (names: ReadonlyArray<string>, lists: ReadonlySet<number>, choice: ColumnChoice): Array<Role> => {
  if (choice.names === "values") return names.map(() => "feature")
  const roles = rolesByName(names, lists, choice.classed)
  return choice.names === "vectors" ? roles.map((role) => NO_VECTOR.has(role) ? role : "feature") : roles
}

/** What each column is, whether or not any makes up a vector. */
export interface Places extends Pick<Roles, "id" | "label" | "split"> {
  /** The role of each column, in their order. */
  readonly roles: ReadonlyArray<Role>
}

/**
 * What the columns of these names are, in a table that need not hold vectors: texts, say. `lists` are the places of those
 * that hold lists; `given` the places of features that were named.
 *
 * Throws {@link Malformed} for a named column that is not there (with the nearest name).
 */
export const placesOf = (
  names: ReadonlyArray<string>,
  lists: ReadonlySet<number>,
  choice: ColumnChoice = {},
  given: ReadonlySet<number> = new Set()
): Places => {
  const { labelColumn, names: meaning = "items", splitColumn } = choice
  const roles = rolesFor(names, lists, choice)
  const free = (place: number): number => given.has(place) ? -1 : place
  const id = free(idPlace(names, choice))
  const label = free(meaning === "values" && labelColumn === undefined ? -1 : labelPlace(names, roles, labelColumn))
  const split = free(meaning === "values" && splitColumn === undefined ? -1 : splitPlace(names, roles, splitColumn))
  const groups = (choice.groups ?? []).map((name) => [free(names.indexOf(name)), "group"] as const)
  const stated = new Map<number, Role>([...groups, [split, "split"], [label, "label"], [id, "id"]])
  return { id, label, split, roles: roles.map((role, i) => stated.get(i) ?? role) }
}

/**
 * What the columns of these names are; `lists` are the places of those that hold lists.
 *
 * Throws {@link Malformed}: a named column that is not there (with the nearest name), several lists, nothing left for the
 * vector.
 */
export const rolesOf = (
  names: ReadonlyArray<string>,
  lists: ReadonlySet<number>,
  choice: ColumnChoice = {}
): Roles => {
  const named = chosen(names, choice)
  const { id, label, roles: final, split } = placesOf(names, lists, choice, new Set(named))
  const features = named ?? listOrNumbers(names, final.flatMap((role, i) => role === "feature" ? [i] : []), lists)
  const inVector = new Set(features)
  const leftOut = names.flatMap((name, i) => i === id || inVector.has(i) ? [] : [{ name, role: final[i]! }])
  if (features.length === 0) throw noVector(leftOut)
  return { id, label, split, features: listOrNumbers(names, features, lists), leftOut }
}
