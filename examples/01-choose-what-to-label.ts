/**
 * Arrays in, ids out: which items of a pool should a person label next?
 *
 *     node examples/01-choose-what-to-label.ts
 */
import { select } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { supclust } from "@marginalia/strategies"

const { labels, pool } = await loadDigits()

// Nothing is labeled yet: SUPClust is made for that.
const first = await select(supclust(), { embedding: pool, budget: 10, seed: 0 })
console.log("label these first:", first.ids.join(" "))

// A person labels them; here the data set knows. Then the next ten.
const labeled = [...first.positions]
const next = await select(supclust(), {
  embedding: pool,
  labeled,
  labels: labeled.map((position) => labels[position]!),
  budget: 10,
  seed: 0
})
console.log("then these:", next.ids.join(" "))

const [pick] = next.picks
const { cluster, scores } = pick!.why
console.log(
  `${pick!.id} was picked from cluster ${cluster!.number}, which has ${cluster!.size} items and ${
    cluster!.labeled
  } labels:`
)
for (const { name, of, rank, value } of scores) console.log(`  ${name} ${value.toFixed(3)}, rank ${rank} of ${of}`)
