/** The papers' training configurations by name: each of them a line here. */
import * as Registry from "@marginalia/core/Registry"
import { defineTraining } from "./named.ts"
import * as recipes from "./recipes.ts"

const ono = "Ono et al. 2024, SUPClust, Table 1", kasarla = "Kasarla et al. 2024, MSAL, Table 1"

const msalOn = (dataset: string, title: string, config: Parameters<typeof defineTraining>[0]["config"]) =>
  defineTraining({ name: `msal-${dataset}`, summary: `MSAL's on ${title}`, source: kasarla, config })

/** What `--recipe` and `recipe:` may name. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  defineTraining({ name: "supclust", summary: "SUPClust's", source: ono, config: recipes.supclust }),
  defineTraining({
    name: "supclust-isic",
    summary: "SUPClust's on ISIC-2019",
    source: ono,
    config: recipes.supclustIsic
  }),
  defineTraining({
    name: "supclust-linear",
    summary: "SUPClust's for a linear classifier on embeddings",
    source: ono,
    config: recipes.supclustLinear
  }),
  defineTraining({
    name: "typiclust-linear",
    summary: "TypiClust's for a linear classifier, as two reproductions have it",
    config: recipes.typiclustLinear
  }),
  msalOn("mnist", "MNIST", recipes.msal.mnist),
  msalOn("svhn", "SVHN", recipes.msal.svhn),
  msalOn("cifar-10", "CIFAR-10", recipes.msal.cifar10),
  msalOn("cifar-100", "CIFAR-100", recipes.msal.cifar100),
  msalOn("tiny-imagenet", "TinyImageNet", recipes.msal.tinyImagenet)
])
