import { assert } from "@effect/vitest"
import * as Progress from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { holdersOf } from "../../test/holders.ts"
import { alone, inMemory, overMachines, told, within } from "../../test/machines.ts"
import { writeParts } from "../../test/parts.ts"
import { start } from "../../test/processes.ts"
import { database, withServer } from "../../test/world.ts"
import { servings } from "./tables.ts"

/** Waits until so many machines serve. */
const serving = Effect.fnUntraced(function*(address: string, count: number) {
  while (new Set((yield* within(address, servings)).map(({ machine }) => machine)).size < count) {
    yield* Effect.sleep(100)
  }
})

withServer("a machine that is lost", (it) => {
  it.effect(
    "is replaced by another with the same bytes in the midst of k-means, and the picks are those of one memory",
    () =>
      alone(Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database, whole = writeParts(path, [300, 300, 100])
        const args = ["shard", "serve", "--pool", join(path, "part-*.npy"), "--shards", address, "-t", "1", "-q"]
        const machines = [start(args, path), start(args, path)]
        yield* Effect.addFinalizer(() => Effect.sync(() => machines.forEach((one) => one.kill("SIGKILL"))))
        yield* serving(address, 2)
        const [holds] = yield* holdersOf(address), lost = machines.find(({ pid }) => holds!.includes(`/${pid}-`))!
        let killed = 0, longest = 0, last = performance.now()
        const report = ({ done, step }: Progress.Event) =>
          Effect.promise(async () => {
            if (!step.startsWith("kmeans")) return
            if (killed > 0) longest = Math.max(longest, performance.now() - last)
            if (killed === 0 && done >= 5) {
              killed = performance.now()
              lost.kill("SIGKILL")
              await lost.ended
            }
            last = performance.now()
          })
        const asked = { text: "supclust", budget: 8 }
        const found = yield* overMachines(address, asked, 20_000).pipe(
          Effect.provideService(Progress.Progress, { report })
        )
        assert.isAbove(killed, 0)
        assert.deepStrictEqual(told(found), told(yield* inMemory(asked, whole)))
        console.log(`the pause was ${Math.round(longest)} ms`)
        assert.deepStrictEqual(machines.map((one) => one.alive()), machines.map((one) => one !== lost))
      })),
    60_000
  )
})
