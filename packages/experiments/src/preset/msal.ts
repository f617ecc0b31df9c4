/**
 * MSAL (Kasarla et al. 2024, arXiv 2411.17444), which follows the protocol of DeepAL+.
 */
import type { Preset, Words } from "./preset.ts"

const paper = "Kasarla et al. 2024, Maximally separated active learning, arXiv 2411.17444"

const plain = { label: "", words: {} }

/** Table 1: the initial set, the batch, how many batches, the recipe; β of MSAL-D; the radius of the prototypes. */
const table = (initial: number, budget: number, rounds: number, learner: Words, radius = 1): Words => ({
  initial: `random(${initial})`,
  budget,
  rounds,
  learner: { on: "images", ...learner },
  radius
})

const resnet = (recipe: string, options: string): Words => ({ network: `resnet18(${options})`, recipe })

const small = "stem=3x3-pool"

const datasets: Preset["datasets"] = {
  mnist: table(500, 250, 40, resnet("msal-mnist", "stem=7x7, front=true"), 0.1),
  "fashion-mnist": table(500, 250, 40, resnet("msal-mnist", "stem=7x7, front=true"), 0.1),
  svhn: table(500, 250, 80, resnet("msal-svhn", small)),
  "cifar-10": table(1000, 500, 80, resnet("msal-cifar-10", small)),
  "cifar-100": table(1000, 500, 80, resnet("msal-cifar-100", small)),
  "tiny-imagenet": table(1000, 500, 80, resnet("msal-tiny-imagenet", small)),
  digits: table(20, 20, 20, resnet("msal-mnist", "stem=3x3, width=16"))
}

/** β is 5 on MNIST and SVHN, and 10 elsewhere. */
const separated = (dataset: string): Words => ({
  name: "msal-d",
  strategy: `msal-d(beta=${["mnist", "svhn", "fashion-mnist"].includes(dataset) ? 5 : 10})`
})

const baselines: ReturnType<Preset["strategies"]> = [
  "random",
  "least-confidence",
  "margin",
  "entropy",
  "ceal",
  { name: "kcenter", strategy: "kcenter(space=feature)" },
  "badge",
  "diverse-minibatch",
  "msal"
]

const remarks = [
  "Kasarla et al. print no spread; they ran three trials in a row from one seed. Here each trial has a seed of its own",
  "DeepAL+ scores the pool with the training's augmentation; here scoring uses none",
  "SVHN has the 3×3 first convolution of DeepAL+'s code; the paper's text says 7×7",
  "CIFAR-100 trains for 40 epochs, as Table 1 and DeepAL+ have it; the text says 30",
  "TinyImageNet's rotations by 20° are left out; crops and mirrors are there"
]

const names = ["mnist", "svhn", "cifar-10", "cifar-100", "tiny-imagenet"]

/** Table 2. */
export const msal: Preset = {
  name: "msal",
  title: "MSAL's Table 2: an initial random set, 40 or 80 batches, ResNet18 from new weights each round, 3 trials",
  paper,
  words: { seeds: 3 },
  frameworks: { "": plain },
  datasets,
  data: names.map((dataset) => ({ dataset })),
  strategies: (dataset) => [...baselines, separated(dataset)],
  control: "least-confidence",
  remarks
}

const factors = [10, 100]

/** Table 5: Cao's long tails of CIFAR-10 and CIFAR-100. */
export const msalImbalanced: Preset = {
  ...msal,
  name: "msal-imbalanced",
  title: "MSAL's Table 5: CIFAR-10 and CIFAR-100 with long tails, least to most 0.1 and 0.01",
  data: ["cifar-10", "cifar-100"].flatMap((dataset) =>
    factors.map((factor) => ({ dataset, name: `${dataset}-lt${factor}`, words: { longTail: factor, rounds: 20 } }))
  ),
  strategies: (dataset) => ["random", "least-confidence", "margin", "entropy", "msal", separated(dataset)],
  remarks: [
    ...remarks,
    "The paper does not say how many batches its long-tailed runs have, and 80 are more than the items of some: 20 here"
  ]
}

const sweep = (name: string, title: string, strategies: ReturnType<Preset["strategies"]>, control: string): Preset => ({
  ...msal,
  name,
  title,
  data: [{ dataset: "mnist" }],
  strategies: () => strategies,
  control
})

/** The β that the paper searched. */
export const msalBeta = sweep(
  "msal-beta",
  "MSAL-D over β, on MNIST: 5, 10, 20, 25, 30",
  [5, 10, 20, 25, 30].map((beta) => ({ name: `msal-d β=${beta}`, strategy: `msal-d(beta=${beta})` })),
  "msal-d β=5"
)

/** The radius of the prototypes. */
export const msalRadius = sweep(
  "msal-radius",
  "MSAL over the radius of its prototypes, on MNIST",
  [0.1, 0.5, 1, 2].map((radius) => ({
    name: `msal ρ=${radius}`,
    strategy: "msal",
    learner: {
      on: "images",
      ...resnet("msal-mnist", `stem=7x7, front=true, head=max-separation(${radius})`)
    }
  })),
  "msal ρ=0.1"
)

/** Figure 5: as many labels in larger batches. */
export const msalQuery: Preset = {
  ...msal,
  name: "msal-query",
  title: "MSAL's Figure 5: 40,000 labels of CIFAR-10 in batches of 500, 1000, 2000, 5000, 10000",
  data: [500, 1000, 2000, 5000, 10_000].map((budget) => ({
    dataset: "cifar-10",
    name: `cifar-10-b${budget}`,
    words: { budget, rounds: 40_000 / budget }
  })),
  strategies: (dataset) => ["least-confidence", "msal", separated(dataset)]
}
