/**
 * What is labeled already: a file of `id,label`.
 */
import { Quote } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { cellName, isBlank, shown } from "./cell.ts"
import { readCsv } from "./csv.ts"
import { type FileProblem, type InvalidInput, Malformed } from "./errors.ts"
import { type Format, readWithFormat } from "./format.ts"
import { readJsonl } from "./jsonl.ts"
import type { Source } from "./source.ts"

/** The labeled items in file order; `ids[i]` has the label `labels[i]`. */
export interface Labels {
  readonly path: string
  readonly sha256: string
  readonly ids: ReadonlyArray<string>
  readonly labels: ReadonlyArray<string>
  /** The items that somebody was asked about and declined, in file order: their label is blank or `null`. */
  readonly declined: ReadonlyArray<string>
  /** What the user should hear about the reading, on stderr. */
  readonly notes: ReadonlyArray<string>
}

const FORMATS: ReadonlyArray<Format> = ["csv", "jsonl"]

const declinedNote = ([first, ...more]: ReadonlyArray<string>): string => {
  const [count, which] = [more.length + 1, `${shown(first)}${more.length === 0 ? "" : ", …"}`]
  return `${counted(count, "item")} declined (${which}: no label), neither asked about again nor learned from`
}

/** Collects the pairs; an id that comes twice is refused with both lines. */
const makeLabels = () => {
  const lines = new Map<string, number>()
  const [ids, labels, declined]: [Array<string>, Array<string>, Array<string>] = [[], [], []]
  const ignored = new Set<string>()
  return {
    columns: (names: ReadonlyArray<string>, line: number): void => {
      const missing = ["id", "label"].find((name) => !names.includes(name))
      if (missing !== undefined) {
        const found = `found ${Quote.list(names)}`
        throw new Malformed(`line ${line} has no ${shown(missing)} (${found})`, "labels need the columns id and label")
      }
      const twice = ["id", "label"].find((name) => names.indexOf(name) !== names.lastIndexOf(name))
      if (twice !== undefined) throw new Malformed(`two columns are named ${shown(twice)}`, "rename one of them")
      for (const name of names) if (name !== "id" && name !== "label") ignored.add(name)
    },
    add: (id: unknown, label: unknown, row: number, line: number): void => {
      const name = cellName(id, "id", { row, line })
      const earlier = lines.get(name)
      if (earlier !== undefined) {
        throw new Malformed(`the id ${shown(name)} is labeled on line ${earlier} and again on line ${line}`, "keep one")
      }
      lines.set(name, line)
      if (isBlank(label)) {
        declined.push(name)
        return
      }
      labels.push(cellName(label, "label", { row, line }))
      ids.push(name)
    },
    finish: () => ({
      ids,
      labels,
      declined,
      notes: [
        ...(ignored.size === 0 ? [] : [`ignored in the labels: ${[...ignored].map(shown).join(", ")}`]),
        ...(declined.length === 0 ? [] : [declinedNote(declined)])
      ]
    })
  }
}

type Collector = ReturnType<typeof makeLabels>

const fromCsv = (source: Source, collector: Collector) => {
  let id = 0
  let label = 1
  return readCsv(source, {
    header: (names) => {
      collector.columns(names, 1)
      id = names.indexOf("id")
      label = names.indexOf("label")
    },
    row: (cells, row, line) => collector.add(cells[id], cells[label], row, line)
  })
}

const fromJsonl = (source: Source, collector: Collector) =>
  readJsonl(source, (object, row, line) => {
    collector.columns(Object.keys(object), line)
    collector.add(object["id"], object["label"], row, line)
  })

/**
 * The labels in a `.csv` or `.jsonl` file, or on the standard input for `-`: the columns `id` and `label`, others are
 * ignored with a note. A file with the header only says that nothing is labeled. A blank label (`null` in jsonl) says that
 * the item was declined: whoever was asked could not tell.
 *
 * Fails with `InvalidInput` for a missing column, an empty id and an id that comes twice (with both lines), and with
 * `FileProblem` for a file that cannot be read. Whether the ids are in the pool is the query's question.
 */
export const readLabels = Effect.fn("readLabels")(function*(
  pathOrDash: string,
  given?: Format
): Effect.fn.Return<Labels, InvalidInput | FileProblem, FileSystem | Stdio> {
  const { format, source } = yield* readWithFormat(pathOrDash, FORMATS, given)
  const collector = makeLabels()
  yield* format === "csv" ? fromCsv(source, collector) : fromJsonl(source, collector)
  return { path: source.path, sha256: source.sha256, ...collector.finish() }
})
