/** The papers' training configurations by name: each of them a line here. */
import * as Registry from "@marginalia/core/Registry"
import * as trainingConfigs from "./configs.ts"
import { defineTraining } from "./named.ts"

const ono = "Ono et al. 2024, SUPClust, Table 1", kasarla = "Kasarla et al. 2024, MSAL, Table 1"

const msalOn = (dataset: string, title: string, config: Parameters<typeof defineTraining>[0]["config"]) =>
  defineTraining({ name: `msal-${dataset}`, summary: `MSAL's on ${title}`, source: kasarla, config })

/** What `--recipe` and `recipe:` may name. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  defineTraining({ name: "supclust", summary: "SUPClust's", source: ono, config: trainingConfigs.supclust }),
  defineTraining({
    name: "supclust-isic",
    summary: "SUPClust's on ISIC-2019",
    source: ono,
    config: trainingConfigs.supclustIsic
  }),
  defineTraining({
    name: "supclust-linear",
    summary: "SUPClust's for a linear classifier on embeddings",
    source: ono,
    config: trainingConfigs.supclustLinear
  }),
  defineTraining({
    name: "typiclust-linear",
    summary: "TypiClust's for a linear classifier, as two reproductions have it",
    config: trainingConfigs.typiclustLinear
  }),
  msalOn("mnist", "MNIST", trainingConfigs.msal.mnist),
  msalOn("svhn", "SVHN", trainingConfigs.msal.svhn),
  msalOn("cifar-10", "CIFAR-10", trainingConfigs.msal.cifar10),
  msalOn("cifar-100", "CIFAR-100", trainingConfigs.msal.cifar100),
  msalOn("tiny-imagenet", "TinyImageNet", trainingConfigs.msal.tinyImagenet)
])
