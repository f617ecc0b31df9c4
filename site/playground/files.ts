/** What is on the page as files, for a command that asks the same. */
import { encodeNpy } from "../../packages/datasets/src/files/npy-write.ts"
import type { Rows, Shown } from "./protocol.ts"

/** Rows of numbers as an `.npy` file. */
export const npyOf = ({ cols, data }: Rows): Uint8Array<ArrayBuffer> => encodeNpy(data, [data.length / cols, cols])

const field = (text: string): string => /[",\n\r]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text

/** Labels as a table of ids and classes; an item whose class nobody knows has none there. */
export const labelsOf = ({ classNames = [], ids, truth }: Shown, labeled: ReadonlyArray<number>): string =>
  [
    "id,label",
    ...labeled.map((at) => {
      const c = truth[at]!
      return `${field(ids?.[at] ?? String(at))},${c < 0 ? "" : field(classNames[c] ?? String(c))}`
    })
  ].map((line) => `${line}\n`).join("")

/** Lets the browser save a file. */
export const save = (name: string, content: string | Uint8Array<ArrayBuffer>): void => {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([content]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
