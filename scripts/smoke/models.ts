/** A program that has `@marginalia/models`: the digits that ship with it. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { digits } from "@marginalia/datasets"
import * as Effect from "effect/Effect"

const { labels, pool } = await Effect.runPromise(digits.pipe(Effect.provide(NodeServices.layer)))
console.log(pool.rows, pool.cols, labels.length)
// => 1797 64 1797
