/**
 * Anchors for TypiClust on CIFAR-10 at tiny budgets: the number of its abstract, and a reproduction by a third party.
 */
import type { PaperNumber, Protocol } from "./numbers.ts"

const dataset = "cifar-10"

/** FixMatch is semi-supervised; nothing here trains so. */
const abstract: PaperNumber = {
  source: "Hacohen et al. 2022 (TypiClust), abstract",
  dataset,
  strategy: "typiclust",
  of: 10,
  value: 0.932,
  protocol: { initial: 0, budget: 10, rounds: undefined, epochs: undefined, on: "semi-supervised", resnet: undefined }
}

const source = "Climber1705/typiclust-cifar10 on GitHub, al_results_10.csv (a reproduction by a third party)"

const protocol: Protocol = { initial: 0, budget: 10, rounds: undefined, epochs: 100, on: "images", resnet: 18 }

/** Accuracy in percent after 10, 20, … 60 labels. */
const table: Readonly<Record<string, ReadonlyArray<number>>> = {
  typiclust: [15.8, 18.8, 22.3, 24.1, 26.2, 27.1],
  random: [14.1, 16.8, 18.3, 19.2, 20.8, 21.9],
  margin: [14.5, 17.7, 19.6, 21.6, 21.8, 23.1],
  kcenter: [15.0, 17.9, 17.9, 18.9, 20.3, 20.5],
  bald: [15.6, 17.2, 18.9, 19.3, 19.9, 21.1],
  badge: [15.0, 16.7, 18.6, 19.6, 21.2, 22.2]
}

/** See the module. */
export const typiclust: ReadonlyArray<PaperNumber> = [
  abstract,
  ...Object.entries(table).flatMap(([strategy, values]) =>
    values.map((value, i) => ({
      source,
      dataset,
      strategy,
      of: 10 * (i + 1),
      value: Math.round(10 * value) / 1000,
      protocol
    }))
  )
]
