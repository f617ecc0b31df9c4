/**
 * Labels out: in the forms that they come in.
 */
import * as Effect from "effect/Effect"
import { dirname, join } from "node:path"
import { decoding, InvalidInput } from "../files/errors.ts"
import { writeTogether } from "../files/write.ts"
import { type Answers, rowsToWrite, type WriteOptions } from "./answers.ts"
import { SYNSETS } from "./imagenet.ts"
import { printCoco, printCvat, printList, printTasks, printTasksCsv, printTasksMin } from "./print-exports.ts"
import { printJsonl, printParquet, printRoboflow, printTable } from "./print-tables.ts"
import type { LabelForm } from "./reading.ts"

/** A file of labels; `name` where it is not the one that was asked for but lies beside it. */
export interface LabelsFile {
  readonly name?: string
  readonly contents: string | Uint8Array
}

const one = (contents: string | Uint8Array): ReadonlyArray<LabelsFile> => [{ contents }]

/**
 * Labels as text, or bytes, in a form; `metadata` as jsonl or parquet where `path` ends so. A list in ImageNet's way comes
 * with the names of its classes.
 *
 * Throws `Malformed` for what the form cannot say (see {@link writeLabels}), and for `folder`, which is no file.
 */
export const printLabels = (
  form: Exclude<LabelForm, "folder">,
  answers: Answers,
  options: WriteOptions & { readonly path?: string | undefined } = {}
): ReadonlyArray<LabelsFile> => {
  const rows = rowsToWrite(answers, form), { path = "" } = options, { columns = {} } = answers
  switch (form) {
    case "csv":
      return one(printTable("id", rows, columns))
    case "tsv":
      return one(printTable("id", rows, columns, "\t"))
    case "jsonl":
      return one(printJsonl("id", rows, columns))
    case "json":
      return one(`[\n${printJsonl("id", rows, columns).trimEnd().replaceAll("\n", ",\n")}\n]\n`)
    case "parquet":
      return one(printParquet("id", rows, columns))
    case "metadata":
      if (/\.jsonl$/i.test(path)) return one(printJsonl("file_name", rows, columns))
      return one(
        /\.parquet$/i.test(path) ? printParquet("file_name", rows, columns) : printTable("file_name", rows, columns)
      )
    case "roboflow":
      return one(printRoboflow(rows))
    case "label-studio-json":
      return one(printTasks(rows, answers, options))
    case "label-studio-json-min":
      return one(printTasksMin(rows, options))
    case "label-studio-csv":
      return one(printTasksCsv(rows, options))
    case "coco":
      return one(printCoco(rows, answers))
    case "cvat-xml":
      return one(printCvat(rows, answers))
    case "imagenet": {
      const { list, synsets } = printList(rows)
      return [{ contents: list }, { name: SYNSETS, contents: synsets }]
    }
  }
}

/**
 * Writes labels to the file `path` in a `form` that `readLabels` reads, the file whole or not at all; an ImageNet list
 * with its `synsets.txt` beside it. Gives the paths.
 *
 * Declined items are blank in tables, `null` in JSON, and skipped tasks in Label Studio's JSON. Further columns are
 * written in tables, and as a task's `meta` in Label Studio's JSON; a column `status` that says `skipped` or `conflict`
 * is of an item without a label yet, and read so. COCO and CVAT take `split` of them, the others none. `options` say
 * more where a form needs it; by default nothing.
 *
 * Fails with `InvalidInput` for what the form cannot say: declined items in the others, line breaks in lists, control
 * characters in XML; for an id that comes twice, for blank ids and labels; and for `folder`: pictures are moved by you.
 * Fails with `FileProblem` where the file cannot be written.
 *
 * @example
 * ```ts
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { readLabels, writeLabels } from "@marginalia/datasets/files"
 * import { Effect } from "effect"
 *
 * const answers = { ids: ["a.jpg", "b.jpg"], labels: ["cat", "dog"], declined: ["c.jpg"] }
 * const program = Effect.andThen(writeLabels("tasks.json", "label-studio-json", answers), readLabels("tasks.json"))
 * const { declined, form, labels } = await Effect.runPromise(program.pipe(Effect.provide(NodeServices.layer)))
 * console.log(form, labels.join(), declined.join()) // => label-studio-json cat,dog c.jpg
 * ```
 */
export const writeLabels = Effect.fn("writeLabels")(function*(
  path: string,
  form: LabelForm,
  answers: Answers,
  options: WriteOptions = {}
) {
  if (form === "folder") {
    const problem = "a folder a class is no file"
    return yield* new InvalidInput({
      path,
      problem,
      hint: "move the pictures, or write csv",
      reason: "Unsupported",
      setting: "form",
      value: form
    })
  }
  const files = yield* decoding(path, () => printLabels(form, answers, { ...options, path }))
  const placed = files.map(({ contents, name }) => ({
    path: name === undefined ? path : join(dirname(path), name),
    contents
  }))
  yield* writeTogether(placed)
  return placed.map((file) => file.path) as ReadonlyArray<string>
})
