/**
 * SUPClust (Ono et al. 2024, arXiv 2403.03741), which follows the protocol of TypiClust's code.
 */
import type { Preset, Words } from "./preset.ts"

const paper = "Ono, Aczel, Estermann & Wattenhofer 2024, SUPClust, arXiv 2403.03741"

/** The linear classifier on features of SimCLR. The folder of the encoder is looked for below the working folder. */
const ssl = { label: "SSL", words: { learner: "linear" } }

/**
 * ResNet18 from scratch: 3×3 first convolution, max-pool kept, dropout 0.5 before the last layer. Strategies over
 * embeddings see SimCLR's here too.
 */
const fsl = { label: "FSL", words: { learner: "resnet18" } }

const encoder = (dataset: string): Words => ({ embedding: `model(encoders/simclr-${dataset})` })

const lt50 = { longTail: 50, ...encoder("cifar-10-lt50") }

/** The smaller rate and batch of ISIC-2019; a fifth of its images is held out, since its test labels are not public. */
const isicTraining = { rate: 0.0125, batch: 50 }

const datasets: Preset["datasets"] = {
  digits: { embedding: "raw" },
  "digits/fsl": { learner: { name: "resnet18", stem: "3x3", width: 16 } },
  "fashion-mnist": { embedding: "pca(50)" },
  mnist: { embedding: "pca(50)" },
  "cifar-10": encoder("cifar-10"),
  "cifar-100": encoder("cifar-100"),
  "isic-2019": encoder("isic-2019"),
  "isic-2019/ssl": { learner: { name: "linear", ...isicTraining } },
  "isic-2019/fsl": { learner: { name: "resnet18", ...isicTraining } }
}

/** The paper's nine baselines and SUPClust; DBAL is Gal's, mc-entropy here; Coreset is greedy k-center on features. */
const strategies: ReturnType<Preset["strategies"]> = [
  "random",
  "margin",
  "least-confidence",
  "entropy",
  "bald",
  { name: "coreset", strategy: "kcenter(space=feature)" },
  "mc-entropy",
  "typiclust",
  "probcover",
  "supclust"
]

const remarks = [
  "TypiClust's code holds out 10 % of the training set with its labels and tests the epoch that is best on them; the " +
  "paper does not say whether it does. Here no such labels are used, and the last epoch is tested",
  "The paper does not state T of equation 2; it is 1",
  "A strategy that asks the classifier has none before the first batch, which is then drawn at random",
  "The linear classifier has the paper's Table 1 (rate 0.025, 200 epochs); two reproductions take TypiClust's rate 2.5 " +
  "and 400 epochs: learner: typiclust-linear"
]

const data = [
  { dataset: "cifar-10" },
  { dataset: "cifar-100" },
  { dataset: "cifar-10", name: "cifar-10-lt50", words: lt50 },
  { dataset: "isic-2019" }
]

const budgets = (name: string, each: number): Preset => ({
  name,
  title: `SUPClust's ${
    name === "supclust-tiny" ? "tiny" : "small"
  } budgets: ${each} × classes a batch, 6 trainings, 10 seeds`,
  paper,
  words: { budget: each === 1 ? "classes" : `${each}*classes`, rounds: 6, seeds: 10, initial: "none" },
  frameworks: { ssl, fsl },
  datasets,
  data,
  strategies: () => strategies,
  control: "typiclust",
  remarks
})

/** 1 × classes a batch. */
export const supclustTiny = budgets("supclust-tiny", 1)

/** 5 × classes a batch. */
export const supclustSmall = budgets("supclust-small", 5)

/** Figure 5: what each part of SUPClust is worth, on ISIC-2019 with embeddings. */
export const supclustAblations: Preset = {
  ...supclustTiny,
  name: "supclust-ablations",
  title: "SUPClust's Figure 5: without SUP, without typicality, TypiClust; 1 × classes a batch",
  frameworks: { ssl },
  data: [{ dataset: "isic-2019" }],
  strategies: () => [
    "supclust",
    { name: "without SUP", strategy: "supclust(sup=false)" },
    { name: "without typicality", strategy: "supclust(typicality=false)" },
    "typiclust",
    "random"
  ],
  control: "supclust"
}

const temperatures = [0.05, 0.1, 0.25, 0.5, 1, 2, 5]

/** The temperature that the paper does not state. */
export const supclustTemperature: Preset = {
  ...supclustTiny,
  name: "supclust-temperature",
  title: "SUPClust over T of equation 2, which the paper does not state",
  frameworks: { ssl },
  data: data.slice(0, 3),
  strategies: () => [
    "typiclust",
    ...temperatures.map((t) => ({ name: `supclust T=${t}`, strategy: `supclust(temperature=${t})` }))
  ],
  control: "supclust T=1"
}
