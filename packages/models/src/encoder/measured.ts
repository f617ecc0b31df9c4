/**
 * What 50 labels are worth on the encoders' vectors, measured by `bench/encoders.ts`; `docs/encoders.md` says how. Tested in
 * packages/cli/test/pretrained.test.ts, which holds the table of that page to these numbers.
 */

/** A data set that was measured on: its `name`, how many `items` it has, and how many `classes`. */
export interface MeasuredOn {
  readonly name: string
  readonly items: number
  readonly classes: number
}

/** The accuracy with 50 labels of an `encoder` `on` a data set: the `mean` over 10 seeds, and its standard `error`. */
export interface Measured {
  readonly encoder: string
  readonly on: string
  readonly mean: number
  readonly error: number
}

/** The data sets that encoders were measured on. */
export const measuredOn: ReadonlyArray<MeasuredOn> = [
  { name: "digits", items: 1797, classes: 10 },
  { name: "Fashion-MNIST", items: 10_000, classes: 10 },
  { name: "solar cells", items: 1469, classes: 2 }
]

const of = (encoder: string, on: string, mean: number, error: number): Measured => ({ encoder, on, mean, error })

/** What each encoder gains on each data set, as measured. */
export const measured: ReadonlyArray<Measured> = [
  of("raw", "digits", 0.849, 0.006),
  of("standardize", "digits", 0.828, 0.007),
  of("pca", "digits", 0.846, 0.007),
  of("efficientnet-lite0", "digits", 0.681, 0.009),
  of("raw", "Fashion-MNIST", 0.643, 0.008),
  of("standardize", "Fashion-MNIST", 0.64, 0.009),
  of("pca", "Fashion-MNIST", 0.652, 0.008),
  of("efficientnet-lite0", "Fashion-MNIST", 0.722, 0.007),
  of("raw", "solar cells", 0.658, 0.01),
  of("standardize", "solar cells", 0.659, 0.011),
  of("pca", "solar cells", 0.677, 0.013),
  of("efficientnet-lite0", "solar cells", 0.749, 0.01)
]
