/** Images with their labels, as every reader gives them. */

/** Images of one size, each with its class. */
export interface LabeledImages {
  /** One image after the other, row by row from the top left, the channels of a pixel side by side. */
  readonly data: Uint8Array
  /** How many images. */
  readonly rows: number
  /** Of each image. */
  readonly shape: readonly [tall: number, wide: number, channels: number]
  /** The class of each image. */
  readonly labels: Int32Array
}

/** Images of one size from several files, `parts`, as one, in the order given. At least one. */
export const concat = (parts: readonly [LabeledImages, ...ReadonlyArray<LabeledImages>]): LabeledImages => {
  if (parts.length === 1) return parts[0]
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.data.length, 0))
  const labels = new Int32Array(rows)
  let at = 0, row = 0
  for (const part of parts) {
    data.set(part.data, at)
    labels.set(part.labels, row)
    at += part.data.length
    row += part.rows
  }
  return { data, rows, shape: parts[0].shape, labels }
}
