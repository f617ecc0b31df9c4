/**
 * A strategy of your own from parts: normalize, cluster, drop the least typical half, then take the items nearest to
 * the other clusters. Leave `kmeans` out, and the program does not compile: `sup` needs the column `cluster`.
 *
 *     node examples/02-compose-a-strategy.ts
 */
import { selectAny, selectSync, Stage, Strategy } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { keepPerCluster, kmeans, normalize, onePerCluster, registry, sup, typicality } from "@marginalia/strategies"
import { pipe } from "effect/Function"

const mine = Strategy.make(
  pipe(normalize(), Stage.andThen(kmeans({ k: "labeled+budget" })), Stage.andThen(keepPerCluster(typicality(), "50%"))),
  onePerCluster(sup({ temperature: 0.2 }))
)
console.log(Strategy.text(mine))

const { pool } = await loadDigits()
const { ids } = selectSync(mine, { embedding: pool, budget: 8, seed: 1 })
console.log(ids.join(" "))

// The text reads back as the same strategy: that is what `marginalia select --strategy "…"` does.
const same = Strategy.readUnsafe(Strategy.text(mine), registry)
const again = await selectAny(same, { embedding: pool, budget: 8, seed: 1 })
console.log(again.ids.join(" ") === ids.join(" "))

// Half of the budget to explore, half at random, for an honest estimate on the side.
const half = Strategy.mix([0.5, mine], [0.5, Strategy.readUnsafe("random", registry)])
console.log(Strategy.text(half))
