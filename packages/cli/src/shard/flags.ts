/**
 * The flag of commands that have to do with a pool over machines.
 */
import * as Flag from "effect/cli/Flag"

/** Where the machines of a pool find each other. */
export const shards = Flag.String("shards").pipe(
  Flag.withMetavar("postgres://…"),
  Flag.withDescription(
    "The PostgreSQL by which the machines of a pool find each other: postgres://user@host:5432/database. The password is better in PGPASSWORD"
  )
)
