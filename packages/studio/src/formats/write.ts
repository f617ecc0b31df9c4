/**
 * A project's labels out, whole or not at all, and never over what they are of.
 */
import * as Message from "@marginalia/core/Message"
import { FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { checkOutputs, checkPlaces, type Named, type Target } from "@marginalia/datasets/files/outputs"
import { liesIn, placeOf } from "@marginalia/datasets/files/same-place"
import { swapFolder } from "@marginalia/datasets/files/swap-folder"
import { writeAtomically } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { type FileFormat, printProject } from "./document.ts"
import { type FolderFormat, type Part, planFolder } from "./folder.ts"
import { aboutOf, type Format } from "./format.ts"
import type { Subject } from "./subject.ts"
import { makeZip } from "./zip.ts"

/** How a project is exported. */
export interface ExportOptions {
  /** Whether a folder's images are links to the files that they are, rather than copies. Default false. */
  readonly links?: boolean | undefined
  /** What may not be written over, beside the project's folder: where the items come from. Default nothing. */
  readonly inputs?: ReadonlyArray<Named> | undefined
}

/** How many images are copied at once. */
const AT_ONCE = 8

const out = Message.setting("out")

const inputsOf = ({ folder, items }: Subject, { inputs = [] }: ExportOptions): ReadonlyArray<Named> => [
  { what: "the project", path: folder },
  ...inputs,
  ...(items.files ?? []).map((path) => ({ what: "an image", path }))
]

/** A folder in another one that is read would be read with it the next time. */
const checkInside = (path: string, inputs: ReadonlyArray<Named>): Effect.Effect<void, UsageProblem> =>
  Effect.suspend(() => {
    const place = placeOf(path)
    const outer = inputs.find((input) => liesIn(place, placeOf(input.path)))
    if (outer === undefined) return Effect.void
    const problem = Message.text`${out} ${path} lies in ${outer.what} (${outer.path})`
    return Effect.fail(
      new UsageProblem({
        problem,
        hint: "name a place outside of it",
        reason: "Conflict",
        setting: "out",
        value: path,
        settings: ["out"]
      })
    )
  })

const writeImage = Effect.fnUntraced(function*(subject: Subject, path: string, item: number, links: boolean) {
  const fs = yield* FileSystem.FileSystem,
    file = subject.items.files?.[item],
    fail = Effect.mapError(toFileProblem(path))
  if (file === undefined) {
    const { bytes } = yield* subject.items.media(item)
    return yield* fs.writeFile(path, bytes).pipe(fail)
  }
  const real = yield* Effect.mapError(fs.realPath(file), toFileProblem(file))
  yield* links ? fs.symlink(real, path).pipe(fail) : fs.copyFile(real, path).pipe(fail)
})

const writePart = Effect.fnUntraced(function*(subject: Subject, made: string, part: Part, links: boolean) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const path = paths.join(made, ...part.path.split("/")), fail = Effect.mapError(toFileProblem(path))
  yield* fs.makeDirectory(paths.dirname(path), { recursive: true }).pipe(fail)
  yield* part._tag === "Text"
    ? fs.writeFileString(path, part.contents).pipe(fail)
    : writeImage(subject, path, part.item, links)
})

/** CVAT takes its annotations as they are, and packed. */
const zipOf = (path: string, contents: string | Uint8Array): ReadonlyArray<Uint8Array> => {
  const zip = makeZip(), bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents
  return [...zip.add({ path, bytes }), zip.end()]
}

/** Whether there is an empty folder to replace. Fails where there is more. */
const checkEmpty = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, fail = Effect.mapError(toFileProblem(folder))
  if (!(yield* fs.exists(folder).pipe(fail))) return false
  const info = yield* fs.stat(folder).pipe(fail)
  const isEmpty = info.type === "Directory" && (yield* fs.readDirectory(folder).pipe(fail)).length === 0
  if (isEmpty) return true
  const problem = info.type === "Directory" ? "this folder is there already, and holds something" : "this is a file"
  return yield* new FileProblem({
    path: folder,
    problem,
    hint: "name a new folder, or remove what is there",
    reason: "Occupied"
  })
})

/**
 * Lets `write` fill a folder that is new, or was empty, and lies neither over nor in what is read: whole or not at all. Fails
 * with `UsageProblem` and `FileProblem`, and as `write` does.
 */
export const intoNewFolder = Effect.fn("studio.intoNewFolder")(function*<E, R>(
  subject: Subject,
  folder: string,
  options: ExportOptions,
  write: (made: string) => Effect.Effect<void, E, R>
) {
  const fs = yield* FileSystem.FileSystem, target: Target = { what: Message.text`${out}`, path: folder, folder: true }
  yield* checkOutputs([target], inputsOf(subject, options))
  yield* checkPlaces([target])
  yield* checkInside(folder, inputsOf({ ...subject, items: { ...subject.items, files: undefined } }, options))
  yield* checkEmpty(folder)
  yield* swapFolder<E | FileProblem, R | FileSystem.FileSystem | Path.Path>(folder, {
    write,
    check: checkEmpty(folder),
    remove: (former) => Effect.ignore(fs.remove(former, { recursive: true, force: true }))
  })
})

const writeFolder = Effect.fnUntraced(
  function*(subject: Subject, format: FolderFormat, folder: string, options: ExportOptions) {
    const fs = yield* FileSystem.FileSystem, { links = false } = options
    const parts = yield* planFolder(subject, format)
    yield* intoNewFolder(subject, folder, options, (made) =>
      Effect.andThen(
        fs.makeDirectory(made, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder))),
        Effect.forEach(parts, (part) => writePart(subject, made, part, links), {
          concurrency: AT_ONCE,
          discard: true
        })
      ))
  }
)

const checkLinks = (
  { items }: Subject,
  format: Format,
  { links = false }: ExportOptions
): Effect.Effect<void, UsageProblem> => {
  if (!links) return Effect.void
  const setting = Message.setting("links", { value: true })
  const fail = (problem: string) =>
    Effect.fail(
      new UsageProblem({
        problem: Message.text`${setting}: ${problem}`,
        hint: "leave it out",
        reason: "Idle",
        setting: "links"
      })
    )
  if (aboutOf(format).ending !== "folder") return fail(`${format} is a file, without images`)
  return items.files === undefined ? fail("the items are not files that could be linked to") : Effect.void
}

/**
 * Writes a project's labels to `path` in a form: a file, or for `folders` and `huggingface` a folder, which must not be there
 * yet, or be empty. Whole or not at all. What people said goes out as it is now: what was taken back is not there.
 *
 * - `csv` and `parquet`: an item a row by position, labeled ones first, with `id`, `label` (blank without one), `who` agrees
 *   (`; ` between), `when` the last of them said it (ISO 8601), `ms` it took, `status` (`labeled`, `cannot-tell`, `bad`,
 *   `skipped`, `conflict`), `split` (`test` is held out);
 * - `folders`: `train/CLASS/…` and `test/CLASS/…`; `huggingface`: `train` and `test` with a `metadata.jsonl`, texts and rows as
 *   `train.jsonl` and `test.jsonl`. Both with a `labels.csv` that says all;
 * - `label-studio`: a task an item, an annotation a person; `cvat` (packed where the name ends with `.zip`) and `coco`: labeled
 *   images alone, which is said.
 *
 * By default of `options`, images are copied. Fails with `UsageProblem` where something would be written over, or into what is
 * read; with `InvalidInput` for what the form cannot say, and where the items are not the project's; with `FileProblem`, and
 * with `ItemProblem` where an image is gone.
 */
export const exportProject = Effect.fn("studio.exportProject")(function*(
  subject: Subject,
  format: Format,
  path: string,
  options: ExportOptions = {}
) {
  yield* checkLinks(subject, format, options)
  if (aboutOf(format).ending === "folder") {
    return yield* writeFolder(subject, format as FolderFormat, path, options)
  }
  const target: Target = { what: Message.text`${out}`, path }
  yield* checkOutputs([target], inputsOf(subject, options))
  yield* checkPlaces([target])
  const contents = yield* printProject(subject, format as FileFormat)
  yield* writeAtomically(
    path,
    format === "cvat" && /\.zip$/i.test(path) ? zipOf("annotations.xml", contents) : contents
  )
})
