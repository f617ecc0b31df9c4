/**
 * The binary version of CIFAR-10 and CIFAR-100: records without a header, each one or two bytes of label and then a
 * 32 × 32 image, its red plane, its green plane, its blue plane.
 */
import * as Effect from "effect/Effect"
import { type DatasetError, malformed } from "./errors.ts"
import type { LabeledImages } from "./images.ts"

const PLANE = 32 * 32

/** How a record begins: so many `bytes` of label, the label in question at `at`, from 0 to `classes` − 1. */
export interface CifarLabel {
  readonly bytes: number
  readonly at: number
  readonly classes: number
}

/** CIFAR-10's records: 3,073 bytes. */
export const cifar10: CifarLabel = { bytes: 1, at: 0, classes: 10 }

/** CIFAR-100's records, 3,074 bytes: the coarse label, then the fine one, which is read. */
export const cifar100: CifarLabel = { bytes: 2, at: 1, classes: 100 }

/** CIFAR-100's records, read with their 20 coarse labels. */
export const cifar100Coarse: CifarLabel = { bytes: 2, at: 0, classes: 20 }

/** Red, green and blue planes to pixels. */
const interleave = (planes: Uint8Array, out: Uint8Array, at: number): void => {
  for (let pixel = 0; pixel < PLANE; pixel++) {
    out[at + 3 * pixel] = planes[pixel]!
    out[at + 3 * pixel + 1] = planes[PLANE + pixel]!
    out[at + 3 * pixel + 2] = planes[2 * PLANE + pixel]!
  }
}

/** The first byte of the last, incomplete record; undefined where all are complete and there is one at least. */
const cutAt = (length: number, record: number): number | undefined =>
  length === 0 || length % record !== 0 ? length - length % record : undefined

/**
 * The images and labels of one file, already unpacked. Fails with {@link DatasetError} where the bytes are no whole
 * number of records, and at the first label out of range.
 *
 * `path` names the file in messages; `label` is {@link cifar10}, {@link cifar100} or {@link cifar100Coarse}.
 */
export const parseCifar = (
  bytes: Uint8Array,
  path: string,
  label: CifarLabel
): Effect.Effect<LabeledImages, DatasetError> => {
  const record = label.bytes + 3 * PLANE, cut = cutAt(bytes.length, record)
  if (cut !== undefined) {
    const problem = `the file's ${bytes.length} bytes are no whole number of ${record}-byte records; ` +
      "it was cut short, or is of another data set: copy or download it again"
    return Effect.fail(malformed(path, cut, problem))
  }
  const rows = bytes.length / record
  const labels = Int32Array.from({ length: rows }, (_, row) => bytes[row * record + label.at]!)
  const wrong = labels.findIndex((found) => found >= label.classes)
  if (wrong >= 0) {
    const problem = `label ${labels[wrong]} of image ${wrong} where 0 to ${label.classes - 1} are expected; ` +
      "the file is corrupt, or of another data set"
    return Effect.fail(malformed(path, wrong * record + label.at, problem))
  }
  const data = new Uint8Array(rows * 3 * PLANE)
  for (let row = 0; row < rows; row++) {
    interleave(bytes.subarray(row * record + label.bytes, (row + 1) * record), data, row * 3 * PLANE)
  }
  return Effect.succeed({ data, rows, shape: [32, 32, 3], labels })
}
