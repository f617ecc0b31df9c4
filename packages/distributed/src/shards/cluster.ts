/**
 * How machines of a pool find each other: by tables of the database, and by sockets.
 */
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as MessageStorage from "effect/cluster/MessageStorage"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as RunnerHealth from "effect/cluster/RunnerHealth"
import * as RunnerStorage from "effect/cluster/RunnerStorage"
import * as ShardingConfig from "effect/cluster/ShardingConfig"
import * as SocketRunner from "effect/cluster/SocketRunner"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as Schedule from "effect/Schedule"
import * as SqlClient from "effect/sql/SqlClient"
import { connect } from "node:net"
import { PREFIX, Shards } from "./tables.ts"

/** The most bytes of a message: k × columns centers in double precision have to fit. */
export const MESSAGE = 2 ** 26

/** How long a machine that is asked whether it is there may take, in milliseconds. */
const REACHED = 1500

/** Whether somebody listens at an address; `refused`: the port is closed, as that of a killed machine is at once. */
type Found = "there" | "refused" | "silent"

const reach = ({ host, port }: RunnerAddress.RunnerAddress): Effect.Effect<Found> =>
  Effect.callback<Found>((resume) => {
    const socket = connect(port, host),
      end = (found: Found) => {
        socket.destroy()
        resume(Effect.succeed(found))
      }
    socket.setTimeout(REACHED, () => end("silent"))
    socket.once("connect", () => end("there"))
    socket.once("error", (error) => end("code" in error && error.code === "ECONNREFUSED" ? "refused" : "silent"))
    return Effect.sync(() => socket.destroy())
  })

const health = Layer.succeed(RunnerHealth.RunnerHealth, {
  isAlive: (address) => Effect.map(reach(address), (found) => found === "there")
})

/** Between two looks of a machine at the others. */
const LOOK = "500 millis"

/**
 * Every machine looks whether the others are there, so that none has to wait for another to do so: one that was not, twice, is said to be
 * gone, and one that is there again to be there. One whose port is closed holds no part any more; one that is silent does as long as its
 * locks say so.
 */
const watching = (own: RunnerAddress.RunnerAddress) =>
  Layer.effectDiscard(Effect.gen(function*() {
    const storage = yield* RunnerStorage.RunnerStorage, missed = new Set<string>()
    const look = Effect.fnUntraced(function*(address: RunnerAddress.RunnerAddress, healthy: boolean) {
      const name = `${address.host}:${address.port}`, found = yield* reach(address), again = missed.has(name)
      const is = found === "there"
      if (is) missed.delete(name)
      else missed.add(name)
      if (is !== healthy && (is || again)) yield* storage.setRunnerHealth(address, is)
      if (found === "refused" && again && healthy) yield* storage.releaseAll(address)
    })
    const once = Effect.flatMap(storage.getRunners, (runners) =>
      Effect.forEach(
        runners.filter(([{ address }]) => !Equal.equals(address, own)),
        ([{ address }, healthy]) => look(address, healthy),
        { concurrency: "unbounded", discard: true }
      ))
    yield* Effect.forkScoped(Effect.repeat(Effect.ignore(once), Schedule.spaced(LOOK)))
  }))

/** A machine that is lost is replaced within a few seconds: about two looks at who is there, and one at its lock. */
const timing = {
  shardsPerGroup: 1,
  shardLockRefreshInterval: "2 seconds",
  shardLockExpiration: "10 seconds",
  // A lock of the session has a number that counts a machine's own parts: two machines with other parts would lock each other out.
  shardLockDisableAdvisory: true,
  refreshAssignmentsInterval: "500 millis",
  runnerHealthCheckInterval: "1 second",
  entityMaxIdleTime: "1 minute",
  entityTerminationTimeout: "2 seconds",
  entityRegistrationTimeout: "10 seconds",
  simulateRemoteSerialization: false
} as const

/** The tables in which machines find each other; made by those who serve alone. */
const storage = (writing: boolean) =>
  Layer.unwrap(Effect.gen(function*() {
    const { sql } = yield* Shards, options = { prefix: PREFIX }
    const layer = writing ? SqlRunnerStorage.layerWith(options) : SqlRunnerStorage.layerStorage(options)
    return Layer.provide(layer, Layer.succeed(SqlClient.SqlClient, sql))
  }))

const common = (config: Partial<ShardingConfig.ShardingConfig["Service"]>, writing: boolean) =>
  Layer.mergeAll(
    MessageStorage.layerNoop,
    NodeClusterSocket.layerClientProtocol,
    storage(writing)
  ).pipe(
    Layer.provideMerge(ShardingConfig.layer({ ...timing, ...config })),
    Layer.provideMerge(RpcSerialization.layerSchemaBinary({ maxFrameSize: MESSAGE }))
  )

/** Where a machine listens, and where others find it. */
export interface Listening {
  readonly host: string
  readonly port: number
}

/** A machine that serves some parts, by their keys. Fails where the port cannot be had. */
export const serving = ({ host, port }: Listening, keys: ReadonlyArray<string>) => {
  // Two lives of a machine at one address are two: the second may have other parts.
  const life = 1 + (process.pid + Date.now() % 1000 / 1000) * 2 ** -40
  const config = {
    runnerAddress: Option.some(RunnerAddress.make(host, port)),
    runnerShardWeight: life,
    availableShardGroups: keys,
    assignedShardGroups: keys
  }
  return Layer.merge(SocketRunner.layer, watching(RunnerAddress.make(host, port))).pipe(
    Layer.provide([NodeClusterSocket.layerSocketServer, health]),
    Layer.provide(common(config, true))
  )
}

/** Someone who asks the machines of some parts, by their keys. */
export const asking = (keys: ReadonlyArray<string>) =>
  SocketRunner.layerClientOnly.pipe(
    Layer.provide(common({ runnerAddress: Option.none(), availableShardGroups: keys, assignedShardGroups: [] }, false))
  )
