/**
 * `marginalia shard` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { quiet, threads } from "../flags.ts"
import { Quiet } from "../terminal/note.ts"
import { shards } from "./flags.ts"

const work = <A, E, R>(run: (work: typeof import("./shard.ts")) => Effect.Effect<A, E, R>, quiet: boolean) =>
  Effect.promise(() => import("./shard.ts")).pipe(Effect.flatMap(run), Effect.provideService(Quiet, quiet))

const serving = Command.make(
  "serve",
  {
    pool: Flag.String("pool").pipe(
      Flag.withAlias("p"),
      Flag.withMetavar("FILES"),
      Flag.withDescription(
        "The parts that this machine has: an .npy file, a folder of them, or a pattern such as \"part-*.npy\"; a part is known by its file's name"
      )
    ),
    shards,
    listen: Flag.String("listen").pipe(
      Flag.withMetavar("HOST[:PORT]"),
      Flag.withDescription(
        "The address of this machine by which the others reach it (default 127.0.0.1 and any free port: this machine alone)"
      ),
      Flag.optional
    ),
    threads,
    variant: Flag.Literals("variant", ["relaxed-simd", "simd", "typescript"]).pipe(
      Flag.withDescription(
        "The kernels, the same on all machines (default: the fastest of this one; simd rounds alike on every processor)"
      ),
      Flag.optional
    ),
    quiet
  },
  (input) => work(({ serve }) => serve(input), input.quiet)
).pipe(
  Command.withDescription(
    "Serve parts of a pool to whoever selects from it (marginalia select --shards): the vectors stay here, and work is done where they " +
      "are. Start it on every machine; a part that several have moves to another when its machine is lost. Serves until it is stopped."
  ),
  Command.withShortDescription("Serve parts of a pool"),
  Command.withExamples([
    {
      command:
        "marginalia shard serve --pool \"pool/part-*.npy\" --shards postgres://lab@db.example/pool --listen 10.0.0.5:7431"
    }
  ])
)

const listing = Command.make("list", { shards, quiet }, (input) => work(({ list }) => list(input), input.quiet)).pipe(
  Command.withDescription("List the parts of a pool over machines, and who serves them."),
  Command.withShortDescription("List the parts of a pool, and who serves them"),
  Command.withExamples([{ command: "marginalia shard list --shards postgres://lab@db.example/pool" }])
)

const forgetting = Command.make(
  "forget",
  {
    names: Argument.String("part").pipe(
      Argument.withDescription("The parts, as marginalia shard list names them"),
      Argument.atLeast(1)
    ),
    shards,
    quiet
  },
  (input) => work(({ forget }) => forget(input), input.quiet)
).pipe(
  Command.withDescription(
    "Forget parts of a pool over machines: it is the pool without them then. No file is touched. What serves them has to be stopped, too."
  ),
  Command.withShortDescription("Forget parts of a pool"),
  Command.withExamples([{ command: "marginalia shard forget part-07.npy --shards postgres://lab@db.example/pool" }])
)

/** See the module. */
export const shard = Command.make("shard").pipe(
  Command.withDescription(
    "Spread a pool over machines: serve its parts, and see who serves which. Select from it with marginalia select --shards."
  ),
  Command.withShortDescription("Spread a pool over machines"),
  Command.withSubcommands([serving, listing, forgetting])
)
