/** The worker of the playground that the command serves: asks for the pool, and answers. */
import type { PoolWire } from "../../packages/studio/src/playground/wire.ts"
import { answering } from "./answering.ts"
import { makeEngine } from "./engine.ts"
import { ownPool } from "./own.ts"

const got = async (path: string): Promise<Response> => {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response
}

const start = async (): Promise<void> => {
  const wire = await (await got("/pool.json")).json() as PoolWire
  const bytes = await Promise.all(
    wire.columns.map(async ({ name }) => [name, await (await got(`/column/${name}`)).arrayBuffer()] as const)
  )
  answering(makeEngine([ownPool(wire, new Map(bytes))], () => performance.now()))
}

start().catch((error: unknown) => postMessage({ failed: error instanceof Error ? error.message : String(error) }))
