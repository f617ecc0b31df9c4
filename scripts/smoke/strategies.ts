/** A program that has `@marginalia/core` and `@marginalia/strategies`: a recipe, and the same one read from text. */
import { Matrix, select, Strategy } from "@marginalia/core"
import { registry, typiclust } from "@marginalia/strategies"

const rows = Array.from({ length: 60 }, (_, i) => [Math.cos(i * i), Math.sin(i * i), i % 3])
const embedding = Matrix.fromRows(rows)
const strategy = typiclust()
const { ids } = await select(strategy, { embedding, budget: 4, seed: 1 })
const text = Strategy.text(strategy)
const again = Strategy.readUnsafe(text, registry)
console.log(new Set(ids).size, text === Strategy.text(again))
// => 4 true
