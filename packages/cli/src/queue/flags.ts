/**
 * The flags of commands that have to do with a queue.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Flag from "effect/cli/Flag"
import { quiet } from "../flags.ts"
import { wholeFlag } from "../whole-flag.ts"

/** Where the queue is. */
export const address = Flag.String("queue").pipe(
  Flag.withMetavar("postgres://…"),
  Flag.withDescription(
    "A queue in a PostgreSQL: postgres://user@host:5432/database. The password is better in PGPASSWORD than in the address"
  )
)

/** {@link address}, where the command does without. */
export const queue = address.pipe(Flag.optional)

/** How an experiment is put into a queue. */
export const submitting = {
  queue,
  sendData: Flag.Boolean("send-data").pipe(
    Flag.withoutNegation,
    Flag.withDescription("With --queue: send the experiment's files through the database (64 MB at most)"),
    Flag.withDefault(false)
  ),
  variant: Flag.Literals("variant", ["relaxed-simd", "simd", "typescript"]).pipe(
    Flag.withDescription(
      "With --queue: the kernels that all machines take (default: the fastest of this one; simd rounds alike on every processor)"
    ),
    Flag.optional
  )
}

/** What a worker is told. */
export const workerFlags = {
  queue: address,
  slots: wholeFlag("slots", limits.jobs).pipe(
    Flag.withDescription("Units at a time, each in a process of its own (default: the cores)"),
    Flag.optional
  ),
  data: Flag.String("data").pipe(
    Flag.withAlias("d"),
    Flag.withMetavar("FOLDER"),
    Flag.withDescription(
      "Where the experiments' files are looked for, by their names and contents; may be repeated (default: only where they lay)"
    ),
    Flag.atLeast(0)
  ),
  drain: Flag.Boolean("drain").pipe(
    Flag.withoutNegation,
    Flag.withDescription("End when nothing waits or runs any more, as jobs of a cluster should"),
    Flag.withDefault(false)
  ),
  quiet
}
