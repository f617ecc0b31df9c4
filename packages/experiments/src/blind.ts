/**
 * What a person is shown of an item that is asked about: never its answer. The id of an image in a folder a class is
 * `triangle/IMG_1049.jpg`.
 */
import { type LabelRequest, Oracle } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { basename } from "node:path"
import type { UnitData } from "./data/load.ts"

const words = (text: string): ReadonlyArray<string> =>
  text.normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")

const holds = (id: string, name: string): boolean =>
  ` ${words(id).join(" ")} `.includes(` ${words(name).join(" ")} `) ||
  (name.length > 2 && words(id).join("").includes(words(name).join("")))

/** A row's number says nothing, whatever the classes are called. */
const isNumber = (id: string): boolean => /^\d+$/.test(id)

const tells = (id: string, classNames: ReadonlyArray<string>): boolean =>
  !isNumber(id) && classNames.some((name) => words(name).length > 0 && holds(id, name))

/** Words without numbers, in a file's name without its ending: of `tri_0017.jpg` only `tri`. */
const marks = (
  name: string
): ReadonlyArray<string> => [
  ...new Set(name.replace(/\.[^.]*$/, "").normalize("NFC").toLowerCase().match(/\p{L}+/gu) ?? [])
]

/** Words that two items or more have, all of one class, where there are others: `tri` of `tri_1.jpg` tells as a name does. */
const tellingMarks = (names: ReadonlyArray<string>, labels: ArrayLike<number>): ReadonlySet<string> => {
  const seen = new Map<string, { readonly label: number; count: number; one: boolean }>()
  names.forEach((name, at) => {
    for (const mark of marks(name)) {
      const entry = seen.get(mark)
      if (entry === undefined) seen.set(mark, { label: labels[at]!, count: 1, one: true })
      else {
        entry.count++
        entry.one &&= entry.label === labels[at]
      }
    }
  })
  const several = new Set(Array.from(labels)).size > 1
  return new Set([...seen].flatMap(([mark, { count, one }]) => several && one && count > 1 ? [mark] : []))
}

/**
 * A name for each item of a pool, distinct, that holds no class's name (`classNames`): the ids themselves where none
 * tells; else the file's name without its folders; else `item 17` by position. Where `labels` are known, a file's
 * name with a word that only items of its class have tells too.
 */
export const blindIds = (
  { classNames, ids, labels }: Pick<UnitData, "classNames" | "ids"> & { readonly labels?: ArrayLike<number> }
): ReadonlyArray<string> => {
  const short = ids.map((id) => basename(id.replaceAll("\\", "/")))
  const telling = labels === undefined ? new Set<string>() : tellingMarks(short, labels)
  const isTold = (name: string) => tells(name, classNames) || marks(name).some((mark) => telling.has(mark))
  if (!ids.some((id) => tells(id, classNames)) && !short.some(isTold)) return ids
  const counts = Map.groupBy(short, (name) => name)
  return short.map((name, at) => counts.get(name)!.length > 1 || isTold(name) ? `item ${at}` : name)
}

/** An oracle that hears {@link blindIds} instead of the ids of a unit's `data`. */
export const blind = <E, R>(oracle: Layer.Layer<Oracle, E, R>, data: UnitData): Layer.Layer<Oracle, E, R> => {
  const shown = blindIds(data)
  const blinded = (question: LabelRequest): LabelRequest => ({
    ...question,
    ids: Array.from(question.positions, (at) => shown[at] as LabelRequest["ids"][number])
  })
  return Layer.effect(
    Oracle,
    Effect.map(Oracle, (inner) => Oracle.of({ label: (question) => inner.label(blinded(question)) }))
  ).pipe(Layer.provide(oracle))
}
