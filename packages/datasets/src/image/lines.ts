/** Small text files beside images: lists and annotations. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { DatasetError, malformed } from "../errors.ts"

/** A line of a text file, with where it begins, for messages. */
export interface Line {
  readonly text: string
  /** Bytes from the start of the file. */
  readonly offset: number
}

/** The lines of a text file that are not blank. Fails with {@link DatasetError} where it cannot be read or is empty. */
export const linesOf = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const unreadable = (cause: unknown) => new DatasetError({ reason: { _tag: "Unreadable", path, cause } })
  const bytes = Buffer.from(yield* Effect.mapError(fs.readFile(path), unreadable))
  const lines: Array<Line> = []
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from), to = end < 0 ? bytes.length : end
    const text = bytes.toString("utf8", from, to).trimEnd()
    if (text !== "") lines.push({ text, offset: from })
    from = to + 1
  }
  return lines.length > 0
    ? lines
    : yield* malformed(path, 0, "the file is empty; copy or download it again")
})
