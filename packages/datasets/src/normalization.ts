/** Pixel values to what networks take. */

/** (value / `scale` − mean) / std, channel by channel. `scale` is 255 for bytes, 1 for numbers from 0 to 1. */
export interface Normalization {
  readonly scale: number
  readonly mean: ReadonlyArray<number>
  readonly std: ReadonlyArray<number>
}

const of = (mean: ReadonlyArray<number>, std: ReadonlyArray<number>): Normalization => ({ scale: 255, mean, std })

/**
 * The papers' constants (MSAL's and TypiClust's code), for bytes. `simclrCifar10`: SimCLR's std is another. `imagenet`: as
 * usual for photographs.
 */
export const normalizations = {
  mnist: of([0.1307], [0.3081]),
  svhn: of([0.4377, 0.4438, 0.4728], [0.198, 0.201, 0.197]),
  cifar10: of([0.4914, 0.4822, 0.4465], [0.247, 0.2435, 0.2616]),
  simclrCifar10: of([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.201]),
  cifar100: of([0.5071, 0.4865, 0.4409], [0.2673, 0.2564, 0.2762]),
  tinyImagenet: of([0.4802, 0.4481, 0.3975], [0.2302, 0.2265, 0.2262]),
  imagenet: of([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
} as const

/** Leaves the numbers as they are. */
export const identity: Normalization = { scale: 1, mean: [0], std: [1] }
