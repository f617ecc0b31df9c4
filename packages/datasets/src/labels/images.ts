/**
 * Labels in a table of images: of its items, as they are called where it is the pool.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { InvalidInput } from "../files/errors.ts"
import { hashData } from "../hash.ts"
import { listImageTable } from "../image-table/list.ts"
import type { ImageList } from "../image/stream.ts"
import type { FormOptions, LabelRecord, Reading } from "./reading.ts"

const HOLDS_IMAGES = /\.(?:parquet|arrow|feather|ipc)$/i

const recordsOf = (list: ImageList | undefined, classNames: ReadonlyArray<string>): ReadonlyArray<LabelRecord> =>
  (list?.ids ?? []).map((id, i) => ({
    names: { id },
    label: classNames[list?.labels?.[i] ?? -1],
    where: `at ${list?.called?.[i] ?? id}`
  }))

/**
 * The labels of a parquet or Arrow file, or a folder of such files, that holds images, with a hash of what they say; undefined
 * where it holds none. A row without a label is not labeled yet. Fails with `InvalidInput` and `FileProblem`.
 */
export const imageLabels = Effect.fnUntraced(
  function*(path: string, isFolder: boolean, { labelField: labelColumn }: FormOptions) {
    if (!isFolder && !HOLDS_IMAGES.test(path)) return undefined
    const found = yield* listImageTable(path, { labelColumn })
    if (Option.isNone(found)) return undefined
    const { classNames, test, train, validation } = found.value
    if (classNames.length === 0) {
      const problem = "this table of images has no label in it", hint = "name the column that holds the labels"
      return yield* new InvalidInput({ path, problem, hint, reason: "Missing", expected: "labels" })
    }
    const records = [train, validation, test].flatMap((list) => recordsOf(list, classNames))
    const reading: Reading = { form: "parquet", records, notes: [] }
    return { reading, sha256: hashData(records.map(({ label = null, names }) => [names["id"]!, label])) }
  }
)
