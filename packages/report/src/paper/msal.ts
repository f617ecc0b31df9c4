/**
 * MSAL's Tables 2 and 5: AUBC and F-acc, means of three trials, printed without a spread.
 */
import type { PaperNumber, Protocol } from "./numbers.ts"

const source = "Kasarla et al. 2024 (MSAL), Table 2"
const survey = `${source}, there copied from the survey of Zhan et al. 2022`

const protocol = (initial: number, budget: number, rounds: number, epochs: number): Protocol => ({
  initial,
  budget,
  rounds,
  epochs,
  on: "images",
  resnet: 18
})

const datasets = ["mnist", "svhn", "cifar-10", "cifar-100", "tiny-imagenet"] as const

const protocols: Readonly<Record<(typeof datasets)[number], Protocol>> = {
  mnist: protocol(500, 250, 40, 20),
  svhn: protocol(500, 250, 80, 20),
  "cifar-10": protocol(1000, 500, 80, 30),
  "cifar-100": protocol(1000, 500, 80, 40),
  "tiny-imagenet": protocol(1000, 500, 80, 40)
}

/** AUBC and F-acc of each data set in the order above; NaN where the table has none. */
type Row = readonly [strategy: string, source: string, ...numbers: ReadonlyArray<number>]

const table: ReadonlyArray<Row> = [
  ["random", source, 0.959, 0.9814, 0.8337, 0.8995, 0.797, 0.867, 0.468, 0.5895, 0.2573, 0.3617],
  ["least-confidence", source, 0.971, 0.9868, 0.8653, 0.9035, 0.8137, 0.8729, 0.475, 0.5982, 0.2447, 0.3388],
  ["margin", source, 0.9723, 0.9903, 0.8637, 0.9286, 0.8147, 0.8815, 0.4777, 0.5998, 0.2553, 0.3573],
  ["entropy", source, 0.968, 0.9917, 0.862, 0.9316, 0.812, 0.8828, 0.468, 0.6049, 0.2357, 0.3332],
  ["ceal", source, 0.9787, 0.9889, 0.843, 0.9142, 0.8143, 0.8769, 0.4693, 0.6043, 0.2347, 0.34],
  ["kcenter", survey, 0.974, 0.9877, 0.8283, 0.8741, 0.8047, 0.8741, 0.477, 0.5993, 0.254, 0.346],
  ["badge", survey, 0.9707, 0.9904, 0.8377, 0.9057, 0.8143, 0.8794, 0.4803, 0.6034, NaN, NaN],
  ["diverse-minibatch", source, 0.962, 0.985, 0.8317, 0.8941, 0.7977, 0.8736, 0.4687, 0.5938, 0.159, 0.2488],
  ["msal", source, 0.976, 0.9924, 0.8653, 0.9306, 0.8127, 0.8792, 0.471, 0.6008, 0.2443, 0.3434],
  ["msal-d", source, 0.982, 0.9931, 0.8657, 0.9287, 0.8107, 0.8754, 0.478, 0.5975, 0.2717, 0.3741]
]

const table2: ReadonlyArray<PaperNumber> = table.flatMap(([strategy, source, ...values]) =>
  values.flatMap((value, i) => {
    const dataset = datasets[i >> 1]!
    const of = i % 2 === 0 ? "aubc" as const : "final" as const
    return Number.isNaN(value) ? [] : [{ source, dataset, strategy, of, value, protocol: protocols[dataset] }]
  })
)

const tailed = "Kasarla et al. 2024 (MSAL), Table 5"

/** How many times the largest class is the smallest: the paper's imbalance factors are 0.1 and 0.01. */
const factors = [10, 100]

/** AUBC and F-acc of CIFAR-10 with either factor, then of CIFAR-100. */
const tails: ReadonlyArray<readonly [strategy: string, ...numbers: ReadonlyArray<number>]> = [
  ["random", 0.6797, 0.7676, 0.5023, 0.5994, 0.3233, 0.4344, 0.2267, 0.3125],
  ["least-confidence", 0.694, 0.7976, 0.5333, 0.5995, 0.3237, 0.4367, 0.232, 0.3119],
  ["margin", 0.6917, 0.7806, 0.5357, 0.6126, 0.3263, 0.4413, 0.2327, 0.308],
  ["entropy", 0.694, 0.7909, 0.538, 0.5876, 0.3193, 0.4361, 0.229, 0.3128],
  // oxlint-disable-next-line oxc/approx-constant -- it is what was measured
  ["msal", 0.693, 0.7803, 0.538, 0.6358, 0.323, 0.4395, 0.232, 0.3111]
]

/** The paper does not say how many batches there were. */
const table5: ReadonlyArray<PaperNumber> = tails.flatMap(([strategy, ...values]) =>
  values.map((value, i) => {
    const dataset = i < 4 ? "cifar-10" as const : "cifar-100" as const
    const protocol = { ...protocols[dataset], rounds: undefined, longTail: factors[(i >> 1) % 2]! }
    return { source: tailed, dataset, strategy, of: i % 2 === 0 ? "aubc" as const : "final" as const, value, protocol }
  })
)

/** See the module. */
export const msal: ReadonlyArray<PaperNumber> = [...table2, ...table5]
