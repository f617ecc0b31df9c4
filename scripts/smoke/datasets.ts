/// <reference types="node" />
/** A program that has `@marginalia/datasets`: the digits that ship with it, and a file of its own. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { digits } from "@marginalia/datasets"
import { readPool } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"

writeFileSync("points.csv", "id,x,y\na,0,1\nb,1,0\nc,1,1\n")
const program = Effect.all([digits, readPool("points.csv", {})])
const [{ labels, pool }, own] = await Effect.runPromise(program.pipe(Effect.provide(NodeServices.layer)))
console.log(pool.rows, pool.cols, labels.length, own.ids?.join(""))
// => 1797 64 1797 abc
