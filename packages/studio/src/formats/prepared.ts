/**
 * An export that one process prints and another sends: one file, or of a folder what lies where in it.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import { type FileFormat, printProject } from "./document.ts"
import { type FolderFormat, type Part, planFolder } from "./folder.ts"
import { aboutOf, type Format } from "./format.ts"
import { nameOf, zipped } from "./send.ts"
import type { Subject } from "./subject.ts"

/** The file that is the export; and of a folder the parts, a line each. */
const FILE = "file", PARTS = "parts.jsonl"

/** A part as it is written down: a text lies in a file beside the list. */
type Line = Extract<Part, { readonly _tag: "Image" }> | {
  readonly _tag: "Text"
  readonly path: string
  readonly file: string
}

const writeParts = Effect.fnUntraced(function*(parts: ReadonlyArray<Part>, out: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const lines = yield* Effect.forEach(parts, (part, i): Effect.Effect<Line, FileProblemOf> => {
    if (part._tag === "Image") return Effect.succeed(part)
    const file = `text-${i}`
    return Effect.as(writeText(fs, paths.join(out, file), part.contents), { _tag: "Text", path: part.path, file })
  })
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("")
  yield* writeText(fs, paths.join(out, PARTS), text)
})

const writeText = (fs: FileSystem.FileSystem, path: string, text: string) =>
  Effect.mapError(fs.writeFileString(path, text), toFileProblem(path))

type FileProblemOf = ReturnType<ReturnType<typeof toFileProblem>>

/** Prints a project's labels into the new folder `out`, for {@link sendPrepared}. Fails as `exportProject` does. */
export const writePrepared = Effect.fn("studio.writePrepared")(
  function*(subject: Subject, format: Format, out: string) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, fail = Effect.mapError(toFileProblem(out))
    yield* fs.makeDirectory(out, { recursive: true }).pipe(fail)
    if (aboutOf(format).ending === "folder") {
      return yield* writeParts(yield* planFolder(subject, format as FolderFormat), out)
    }
    const contents = yield* printProject(subject, format as FileFormat), path = paths.join(out, FILE)
    const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents
    yield* fs.writeFile(path, bytes).pipe(fail)
  }
)

const partsIn = (fs: FileSystem.FileSystem, paths: Path.Path, out: string) =>
  fs.stream(paths.join(out, PARTS)).pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.mapEffect((text): Effect.Effect<Part, FileProblemOf> => {
      const line = JSON.parse(text) as Line
      if (line._tag === "Image") return Effect.succeed(line)
      const { file, path } = line
      return fs.readFileString(paths.join(out, file)).pipe(
        Effect.map((contents): Part => ({ _tag: "Text", path, contents })),
        Effect.mapError(toFileProblem(file))
      )
    }),
    Stream.mapError((error) => error._tag === "FileProblem" ? error : toFileProblem(out)(error))
  )

/** What {@link writePrepared} left in the folder `out`, as a stream of bytes that is read while it is sent. */
export const sendPrepared = Effect.fn("studio.sendPrepared")(
  function*(subject: Pick<Subject, "items">, format: Format, out: string) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    const { ending, type } = aboutOf(format)
    if (ending !== "folder") {
      const bytes = Stream.mapError(fs.stream(paths.join(out, FILE)), toFileProblem(out))
      return { fileName: nameOf(subject.items, format, ending), type, bytes }
    }
    const zip = zipped(subject, partsIn(fs, paths, out))
    const bytes = Stream.provideService(zip, FileSystem.FileSystem, fs)
    return { fileName: nameOf(subject.items, format, "zip"), type, bytes }
  }
)
