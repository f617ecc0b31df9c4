/**
 * A project's model in a folder of its own: for `marginalia predict`, and, as ONNX, for other tools.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { versions } from "@marginalia/experiments/version"
import { linearOnnx, saveNumbers } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { Subject } from "../formats/subject.ts"
import { type ExportOptions, intoNewFolder } from "../formats/write.ts"
import type { ItemSource } from "../items/source.ts"
import { numbersOf } from "../learner/embed/embed.ts"
import { prepare, type Prepared } from "../learner/ready.ts"
import { type About, FILES, printAbout } from "./about.ts"
import { fitNow } from "./train.ts"

/** A project, with what its model is to be named by. */
export interface ModelSubject extends Subject {
  readonly source: ItemSource
  /** The hash of the journal's last event. */
  readonly head: string
  /** Modules that the project's strategy or encoder comes from. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
}

/** Which columns of a table make the vectors, so that the same are read of another. */
const columnsOf = Effect.fnUntraced(function*({ embedded: { kept }, opened, start }: Prepared) {
  if (opened._tag !== "Table") return {}
  if (opened.text >= 0) return { textColumn: opened.names[opened.text]! }
  const numbers = kept?.how === "words" ? undefined : yield* numbersOf(opened, start)
  return { columns: numbers?.columnNames ?? opened.fields.map((place) => opened.names[place]!) }
})

const aboutOf = Effect.fnUntraced(
  function*({ folder, head, session, source }: ModelSubject, prepared: Prepared) {
    const { embedded: { kept }, matrix: { offset }, opened } = prepared
    const fit = yield* fitNow(folder, session, prepared), { how, ...embedding } = kept!
    const { classNames, heldOut, labels, numbers } = fit
    const about: About = {
      classNames,
      seed: session.created.seed,
      strategy: session.strategy(),
      items: { from: source.path, labeled: labels },
      embedding: { ...embedding, l2: false, ...(how === "fitted" || how === "words" ? { saved: FILES.encoder } : {}) },
      labeling: {
        format: "marginalia-labeling-model",
        version: 1,
        items: opened._tag,
        how,
        ...(yield* columnsOf(prepared)),
        ...(source.white === undefined ? {} : { white: source.white }),
        ...(source.shape === undefined ? {} : { shape: source.shape }),
        ...(offset === undefined ? {} : { offset: Array.from(offset) }),
        journal: { events: session.seq(), hash: head },
        heldOut
      },
      versions
    }
    return { about, numbers }
  }
)

/**
 * Fits a project's model to all labels that are not held out, and writes it into a new folder, whole or not at all:
 *
 * - `model.json` and `weights.bin`: a linear network over the items' vectors, as `marginalia train` writes them;
 * - `training.json`: its classes in order, the encoder with its hash, labels, journal, seed, versions, and the accuracy on
 *   held-out items;
 * - `head.onnx`: from `embedding` (N × d) to `probability` (N × C);
 * - `encoder`: what an encoder learned of the items, where it learned something.
 *
 * The same project gives the same bytes. By default of `options` nothing beside the project is kept from being written over.
 * Fails as `exportProject`, and with `InvalidInput` where there is no model yet. Gives what it says of itself.
 */
export const exportModel = Effect.fn("studio.exportModel")(
  function*(subject: ModelSubject, path: string, options: ExportOptions = {}) {
    const { folder, items, session, source } = subject
    const { created, heldOut } = session
    const start = {
      _tag: "Start" as const,
      source: { ...source, encoder: created.encoder },
      items: items.hash,
      folder,
      seed: created.seed,
      plugins: subject.plugins,
      heldOut: heldOut.order
    }
    const paths = yield* Path.Path, fs = yield* FileSystem.FileSystem
    let said: About | undefined
    const write = Effect.fnUntraced(function*(made: string) {
      const fail = Effect.mapError(toFileProblem(path))
      yield* fs.makeDirectory(made, { recursive: true }).pipe(fail)
      const prepared = yield* prepare(start, paths.join(made, FILES.encoder))
      const { about, numbers } = yield* aboutOf(subject, prepared)
      yield* saveNumbers(numbers, made)
      yield* fs.writeFile(paths.join(made, FILES.onnx), linearOnnx(numbers)).pipe(fail)
      yield* fs.writeFileString(paths.join(made, FILES.about), printAbout(about)).pipe(fail)
      said = about
    })
    yield* intoNewFolder(subject, path, options, write)
    return said!
  }
)
