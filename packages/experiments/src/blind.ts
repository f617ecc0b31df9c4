/**
 * What a person is shown of an item that is asked about: never its answer. The id of an image in a folder a class is
 * `triangle/IMG_1049.jpg`.
 */
import { Oracle, type Question } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { basename } from "node:path"
import type { UnitData } from "./data/load.ts"

const words = (text: string): ReadonlyArray<string> =>
  text.normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")

const holds = (id: string, name: string): boolean =>
  ` ${words(id).join(" ")} `.includes(` ${words(name).join(" ")} `) ||
  (name.length > 2 && id.normalize("NFC").toLowerCase().includes(name.normalize("NFC").toLowerCase()))

/** A row's number says nothing, whatever the classes are called. */
const isNumber = (id: string): boolean => /^\d+$/.test(id)

const tells = (id: string, classNames: ReadonlyArray<string>): boolean =>
  !isNumber(id) && classNames.some((name) => words(name).length > 0 && holds(id, name))

/**
 * A name for each item of a pool, distinct, that holds no class's name: the ids themselves where none tells; else the
 * file's name without its folders; else `item 17` by position.
 */
export const blindIds = ({ classNames, ids }: Pick<UnitData, "classNames" | "ids">): ReadonlyArray<string> => {
  if (!ids.some((id) => tells(id, classNames))) return ids
  const short = ids.map((id) => basename(id.replaceAll("\\", "/")))
  const counts = Map.groupBy(short, (name) => name)
  return short.map((name, at) => counts.get(name)!.length > 1 || tells(name, classNames) ? `item ${at}` : name)
}

/** An oracle that hears {@link blindIds} instead of ids. */
export const blind = <E, R>(oracle: Layer.Layer<Oracle, E, R>, data: UnitData): Layer.Layer<Oracle, E, R> => {
  const shown = blindIds(data)
  const blinded = (question: Question): Question => ({
    ...question,
    ids: Array.from(question.positions, (at) => shown[at]!) as unknown as Question["ids"]
  })
  return Layer.effect(
    Oracle,
    Effect.map(Oracle, (inner) => Oracle.of({ label: (question) => inner.label(blinded(question)) }))
  ).pipe(Layer.provide(oracle))
}
