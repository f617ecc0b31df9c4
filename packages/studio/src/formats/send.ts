/**
 * A project's labels for a browser: one file, a folder as a zip.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import type { Items } from "../items/item.ts"
import { type FileFormat, printProject } from "./document.ts"
import { type FolderFormat, type Part, planFolder } from "./folder.ts"
import { aboutOf, type Format } from "./format.ts"
import type { Subject } from "./subject.ts"
import { makeZip } from "./zip.ts"

/** What is sent, and as what. */
export interface Sent<E> {
  readonly fileName: string
  readonly type: string
  readonly bytes: Stream.Stream<Uint8Array, E>
}

const bytesOf = Effect.fnUntraced(function*(subject: Pick<Subject, "items">, part: Part) {
  if (part._tag === "Text") return new TextEncoder().encode(part.contents)
  const fs = yield* FileSystem.FileSystem, file = subject.items.files?.[part.item]
  return file === undefined
    ? (yield* subject.items.media(part.item)).bytes
    : yield* Effect.mapError(fs.readFile(file), toFileProblem(file))
})

/** Parts as a zip, made while it is read. */
export const zipped = <E, R>(subject: Pick<Subject, "items">, parts: Stream.Stream<Part, E, R>) => {
  const zip = makeZip()
  return parts.pipe(
    Stream.mapEffect((part) => Effect.map(bytesOf(subject, part), (bytes) => zip.add({ path: part.path, bytes }))),
    Stream.flatMap((pieces) => Stream.fromIterable(pieces)),
    Stream.concat(Stream.suspend(() => Stream.succeed(zip.end())))
  )
}

/** The name of the file: the project's without what a file system or a header may not take. */
const plain = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "labels"

/** The name of a file of an export. */
export const nameOf = ({ name }: Pick<Items, "name">, form: string, ending: string): string =>
  `${plain(name)}-${form}.${ending}`

/**
 * A project's labels in a form, as a stream of bytes that is made while it is read; folders are packed into a zip. Fails as
 * `exportProject` does before the first byte for what the form cannot say, and in the stream where an image is gone.
 */
export const sendProject = Effect.fn("studio.sendProject")(function*(subject: Subject, format: Format) {
  const { ending, type } = aboutOf(format), { items } = subject
  if (ending === "folder") {
    const parts = yield* planFolder(subject, format as FolderFormat), fs = yield* FileSystem.FileSystem
    const bytes = Stream.provideService(zipped(subject, Stream.fromIterable(parts)), FileSystem.FileSystem, fs)
    return { fileName: nameOf(items, format, "zip"), type, bytes }
  }
  const contents = yield* printProject(subject, format as FileFormat)
  const bytes = Stream.succeed(typeof contents === "string" ? new TextEncoder().encode(contents) : contents)
  return { fileName: nameOf(items, format, ending), type, bytes: bytes as typeof bytes }
})
