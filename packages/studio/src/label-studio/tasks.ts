/**
 * Which item of the pool a Label Studio task is of, and which label its annotations give.
 */
import { Malformed } from "@marginalia/datasets/files/errors"
import { makeFileNames } from "@marginalia/datasets/labels/file-names"

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined

/**
 * Finds a task's item: by `data.id`, which is compared exactly with the pool's ids; else by the field that the configuration
 * shows, then by the others, each as an id and as a file: an address, `/data/upload/3/0f12ab34-1.jpg` and
 * `/data/local-files/?d=photos/1.jpg` are found by the end of their path, or by their name where one item only has it. The
 * number of the task is Label Studio's, and never taken. Undefined where nothing fits, or two items fit as well.
 */
export const makeItemOf = (ids: ReadonlyArray<string>): (task: unknown, field?: string) => number | undefined => {
  const exact = new Map(ids.map((id, item) => [id, item])), files = makeFileNames(ids)
  const byFile = (name: string): number | undefined => {
    try {
      const found = files.find(name, "")
      return found < 0 ? undefined : found
    } catch (error) {
      if (error instanceof Malformed) return undefined
      throw error
    }
  }
  return (task, field) => {
    const data = isObject(task) && isObject(task["data"]) ? task["data"] : {}
    const id = text(data["id"]), own = id === undefined ? undefined : exact.get(id)
    if (own !== undefined) return own
    const shown = field === undefined ? [] : [text(data[field])]
    const others = Object.entries(data).filter(([key]) => key !== "id" && key !== field).map(([, value]) => text(value))
    for (const name of [...shown, ...others]) {
      const item = name === undefined || name === "" ? undefined : exact.get(name) ?? byFile(name)
      if (item !== undefined) return item
    }
    return undefined
  }
}

const choiceOf = (annotation: Json, from: string | undefined): string | undefined => {
  const results = Array.isArray(annotation["result"]) ? annotation["result"].filter(isObject) : []
  for (const { from_name: name, type, value } of results) {
    if (type !== "choices" || (from !== undefined && name !== from) || !isObject(value)) continue
    const choices = Array.isArray(value["choices"]) ? value["choices"] : []
    if (choices.length === 1 && typeof choices[0] === "string") return choices[0].trim() || undefined
  }
  return undefined
}

/** What an annotation says: a label; `null` where the task was skipped; undefined where it says nothing that is a label. */
export const labelOf = (annotation: unknown, from: string | undefined): string | null | undefined => {
  if (!isObject(annotation)) return undefined
  return annotation["was_cancelled"] === true ? null : choiceOf(annotation, from)
}

/** An annotation's number, as a text. */
export const numberOf = (annotation: unknown): string | undefined =>
  isObject(annotation) ? text(annotation["id"]) : undefined

/** When an annotation was changed; blank where it is not said. */
export const changedAt = ({ created_at: made, updated_at: changed }: Json): string =>
  [changed, made].find((at): at is string => typeof at === "string" && !Number.isNaN(Date.parse(at)))
    ?.replaceAll(" ", "T") ?? ""
