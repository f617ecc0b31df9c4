/** The papers' training configurations. */
import { trainingConfig } from "./config.ts"

const flipAndCrop = { crop: 4, flip: true }

const supclustWith = (rate: number, batch: number) =>
  trainingConfig({
    optimizer: { kind: "sgd", momentum: 0.9, nesterov: true, weightDecay: 3e-4 },
    rate,
    schedule: { kind: "cosine" },
    epochs: 200,
    batch,
    augment: flipAndCrop,
    start: "same"
  })

/** SUPClust, Table 1 (Ono et al. 2024): SGD, Nesterov 0.9, cosine over 200 epochs, decay 3e-4, batch min(100, |L|). */
export const supclust = supclustWith(0.025, 100)

/** SUPClust's for ISIC-2019: rate 0.0125, batch min(50, |L|). */
export const supclustIsic = supclustWith(0.0125, 50)

/** The same for a linear classifier on embeddings, which are not augmented. */
export const supclustLinear = { ...supclust, augment: { crop: 0, flip: false } }

/** TypiClust's linear classifier as two reproductions have it: 100 times the rate and twice the epochs. */
export const typiclustLinear = { ...supclustLinear, rate: 2.5, epochs: 400 }

const msalFor = (epochs: number, augment: { readonly crop: number; readonly flip: boolean }) =>
  trainingConfig({ optimizer: { kind: "adam" }, rate: 1e-3, epochs, batch: 128, augment, start: "new" })

const still = { crop: 0, flip: false }

/** MSAL's, by data set (Kasarla et al. 2024): Adam 1e-3, batch 128, no schedule, no decay, new weights every round. */
export const msal = {
  mnist: msalFor(20, still),
  svhn: msalFor(20, still),
  cifar10: msalFor(30, flipAndCrop),
  cifar100: msalFor(40, flipAndCrop),
  tinyImagenet: msalFor(40, { crop: 0, flip: true })
} as const

/**
 * SimCLR's as SUPClust uses it (Table 2 and the code that it follows): SGD 0.4, momentum 0.9 without Nesterov, decay
 * 1e-4, cosine down to 0.1³ of the rate over 500 epochs, batches of 512 and none smaller. The augmentations of its two
 * views and the loss are the encoder's.
 */
export const simclr = trainingConfig({
  optimizer: { kind: "sgd", momentum: 0.9, nesterov: false, weightDecay: 1e-4 },
  rate: 0.4,
  schedule: { kind: "cosine", floor: 0.1 ** 3 },
  epochs: 500,
  batch: 512,
  dropLast: true,
  start: "same"
})

/** SimCLR's for ISIC-2019: batch 32, rate 0.025. */
export const simclrIsic = { ...simclr, batch: 32, rate: 0.025 }
