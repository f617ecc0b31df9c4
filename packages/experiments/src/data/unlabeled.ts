/**
 * A folder of images without labels as a pool, and a folder a class to test on.
 */
import * as Suggest from "@marginalia/core/Suggest"
import { openImages } from "@marginalia/datasets"
import { classNumbers } from "@marginalia/datasets/class-order"
import type { LoadedImages } from "@marginalia/datasets/dataset"
import type { InputFault } from "@marginalia/datasets/fault"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import type { LoadImagesOptions } from "@marginalia/datasets/own"
import type { AnyItems } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import type { Source } from "../unit.ts"
import type { Whole } from "./whole.ts"

type Known = Extract<Source, { readonly kind: "known" }>
type Loaded = LoadedImages<AnyItems>

const wrong = (path: string, problem: string, hint: string, fault: InputFault): InvalidInput =>
  new InvalidInput({ path, problem, hint, ...fault })

/** A folder in parts is no one pool: who names it may mean either. */
const checkOnePart = (path: string, { test }: Loaded, key: string): Effect.Effect<void, InvalidInput> =>
  test === undefined
    ? Effect.void
    : Effect.fail(wrong(path, "it has parts (train, test)", `name one of them: ${key} ${path}/train, say`, {
      reason: "Ambiguous",
      allowed: ["train", "test"]
    }))

const labelsOf = ({ classNames, train: { labels } }: Loaded, path: string) =>
  labels === undefined
    ? Effect.fail(
      wrong(path, "it has not two folders, one a class", "the images to test on need labels: sort them into folders", {
        reason: "Missing",
        expected: "a folder a class"
      })
    )
    : Effect.succeed(Array.from(labels, (label) => classNames[label]))

const checkShape = (path: string, pool: Loaded, test: Loaded): Effect.Effect<void, InvalidInput> => {
  const [ours, theirs] = [pool.train.items.shape.join(" × "), test.train.items.shape.join(" × ")]
  const problem = `its images are ${theirs}, and those of ${pool.folder} are ${ours}`
  return ours === theirs ? Effect.void : Effect.fail(wrong(path, problem, "give size:, which all are brought to", {
    reason: "Mismatch",
    value: theirs,
    expected: ours
  }))
}

/**
 * All images below a folder, none with a label, and the images of another folder with a folder a class to test on.
 *
 * Fails with `DatasetError` as folders do; with `InvalidInput` where either is in parts, where the second has no labels, other
 * classes than are said, or images of another size.
 */
export const unlabeledFolder = Effect.fnUntraced(function*(source: Known, options: LoadImagesOptions) {
  const { dataset, test: testPath = dataset } = source
  const pool = yield* openImages(dataset, { ...options, labels: "none" })
  yield* checkOnePart(dataset, pool, "dataset:")
  const test = yield* openImages(testPath, options)
  yield* checkOnePart(testPath, test, "test: dataset:")
  const names = yield* labelsOf(test, testPath), classNames = source.classes ?? test.classNames
  const labels = classNumbers(classNames, names), stranger = labels.indexOf(-1)
  if (stranger >= 0) {
    const problem = `the folder ${names[stranger]} is no class`
    const hint = `the classes are ${classNames.join(", ")}`
    return yield* new InvalidInput({
      path: testPath,
      problem,
      hint,
      ...Suggest.fault(names[stranger]!, classNames),
      reason: "Unknown"
    })
  }
  yield* checkShape(testPath, pool, test)
  const { ids, items } = pool.train
  return {
    pool: { ids, items, labels: new Int32Array(items.rows).fill(-1) },
    test: { ids: test.train.ids, items: test.train.items, labels },
    classNames
  } satisfies Whole as Whole
})
