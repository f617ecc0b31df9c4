/**
 * The long proof of the queue: `npm run check:queue -- [units]` (2,000 by default; with 0 only the measurement).
 *
 * Three workers in processes of their own. One is killed, one is suspended past its lease and woken, one is told to end, one is cut off
 * from the database for 30 seconds, the database crashes and comes back, and who waits is killed and started again. In
 * the end every unit is done, the folder says what one machine says, and no worker that was left alone waited for more than a second. Then it measures
 * what the queue adds to a unit of one second.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { openQueue } from "../src/index.ts"
import { differingEvents } from "./folders.ts"
import { lacking, startPostgres } from "./postgres.ts"
import { Cuttable, type Running, start } from "./processes.ts"

const units = Number(process.argv[2] ?? 2000)
const reason = lacking()
if (reason !== undefined) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}

const began = performance.now()
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${text}`)
let failed = 0
const check = (what: string, holds: boolean): void => {
  if (!holds) failed++
  say(`${holds ? "holds" : "FAILS"}: ${what}`)
}

const folder = mkdtempSync(join(tmpdir(), "marginalia-queue-"))
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
put(
  "nap.ts",
  `import { Options, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
const options = Schema.Struct({ milliseconds: Options.field(Schema.Finite, 1000, "how long it takes") })
const of = ({ milliseconds }) => (frame) =>
  Effect.delay(Effect.sync(() => Score.scatter(frame, new Float64Array(frame.candidates.length))), milliseconds)
export const nap = Score.define({ name: "nap", summary: "takes its time", options, needs: [], of })
`
)
/** Units that take so long, without keeping a processor busy. */
const napping = (name: string, milliseconds: number, count: number): string =>
  put(
    `${name}.yaml`,
    [
      `name: ${name}`,
      "plugins: nap.ts",
      "data: { name: few, dataset: digits, subset: 200 }",
      `strategies: [random, "top(nap(milliseconds=${milliseconds}))"]`,
      "budget: 5",
      "rounds: 1",
      `seeds: ${Math.ceil(count / 2)}`,
      "learner: { name: linear, epochs: 1 }",
      ""
    ].join("\n")
  )
const sweep = napping("sweep", 600, units)
/** Units of a second that are timed. */
const NAPS = 20

const postgres = await startPostgres()
const proxy = await Cuttable.to(postgres.port)
const through = postgres.url.replace(`:${postgres.port}/`, `:${proxy.port}/`)
const running: Array<Running> = []
const worker = (url = postgres.url, slots = "1"): Running => {
  const one = start(["worker", "--queue", url, "--slots", slots], folder)
  running.push(one)
  return one
}

const ask = <A extends object>(statement: string): Promise<ReadonlyArray<A>> =>
  Effect.runPromise(
    openQueue(postgres.url).pipe(
      Effect.flatMap(({ sql }) => sql.unsafe<A>(statement)),
      Effect.scoped,
      Effect.provide(NodeServices.layer)
    )
  )

/** Who did what when, as the database saw it. */
const record = async (): Promise<void> => {
  await ask("SELECT 1")
  await ask("CREATE TABLE seen (machine text, number integer, state text, at timestamptz DEFAULT clock_timestamp())")
  await ask(`CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state <> OLD.state THEN INSERT INTO seen (machine, number, state) VALUES (coalesce(NEW.machine, OLD.machine), NEW.number, NEW.state); END IF;
    RETURN NEW; END $$`)
  await ask("CREATE TRIGGER see AFTER UPDATE ON marginalia_unit FOR EACH ROW EXECUTE FUNCTION see()")
}

const done = async (): Promise<number> =>
  (await ask<{ n: number }>("SELECT count(*)::integer AS n FROM marginalia_unit WHERE state = 'done'"))[0]!.n
const until = async (share: number): Promise<void> => {
  for (;;) {
    const now = await done().catch(() => 0)
    if (now >= share * units) return say(`${now} of ${units} units are done`)
    await sleep(200)
  }
}

/** The longest time between the end of a unit and the beginning of the next of the same worker, in seconds. */
const waits = async (since: string, before: string): Promise<ReadonlyArray<{ machine: string; gap: number }>> =>
  ask(`
    WITH one AS (
      SELECT machine, state, at, lag(state) OVER w AS was, extract(epoch FROM at - lag(at) OVER w)::float8 AS gap
      FROM seen WINDOW w AS (PARTITION BY machine ORDER BY at)
    ) SELECT machine, max(gap) AS gap FROM one
    WHERE state = 'running' AND was = 'done' AND at > '${since}' AND at < '${before}' GROUP BY machine ORDER BY gap DESC`)
const now = async (): Promise<string> => (await ask<{ now: string }>("SELECT clock_timestamp()::text AS now"))[0]!.now

const disturb = async (): Promise<void> => {
  let client = start(["run", sweep, "--queue", postgres.url, "--out", join(folder, "out"), "-q"], folder)
  running.push(client)
  const [a, b, c] = [worker(), worker(), worker(through)]
  await until(0.05)
  const quiet = await now()
  await until(0.15)
  say("one worker is killed (SIGKILL)")
  a.kill("SIGKILL")
  await a.ended
  await sleep(3000)
  const found = await waits(quiet, await now())
  for (const { gap, machine } of found) say(`${machine} waited ${gap.toFixed(3)} s at most between two units`)
  check(
    "no survivor waits over a second",
    found.filter(({ machine }) => !machine.includes(`/${a.pid}-`)).every(({ gap }) => gap <= 1)
  )
  const d = worker()
  say("one worker is suspended (SIGSTOP) for 30 seconds, past its lease of 20")
  b.kill("SIGSTOP")
  await Promise.all([sleep(30_000), until(0.3)])
  b.kill("SIGCONT")
  say("who waits is killed")
  client.kill("SIGKILL")
  await client.ended
  await until(0.4)
  const asked = performance.now()
  d.kill("SIGTERM")
  const code = await d.ended
  say(
    `a worker that is told to end (SIGTERM) ends after ${
      ((performance.now() - asked) / 1000).toFixed(2)
    } s with ${code}`
  )
  check("SIGTERM ends a worker with exit code 0", code === 0)
  worker()
  say("the database crashes (pg_ctl -m immediate), and is back after 3 seconds")
  await postgres.restart("immediate", () => sleep(3000))
  client = start(["run", sweep, "--queue", postgres.url, "--out", join(folder, "out")], folder)
  running.push(client)
  await until(0.6)
  say("a worker is cut off from the database for 30 seconds")
  proxy.cut(true)
  await Promise.all([sleep(30_000), until(0.7)])
  proxy.cut(false)
  const end = await client.ended
  say(`who waits ends with ${end}: ${client.stderr().trim().split("\n").slice(-2).join(" | ")}`)
  check("all units are done", (await done()) === 2 * Math.ceil(units / 2) && end === 0)
  check("the workers that were cut off, suspended or crashed upon are there", c.alive() && b.alive())
  check("the client attached to what was there", /in the queue already/.test(client.stderr()))
}

const compare = async (): Promise<void> => {
  const one = start(["run", sweep, "--out", join(folder, "one"), "-j", "6", "-q"], folder)
  running.push(one)
  check("one machine runs it", await one.ended === 0)
  const different = await differingEvents(join(folder, "one"), join(folder, "out"))
  check(
    `the folder says what one machine says (${different.slice(0, 5).join(", ") || "nothing differs"})`,
    different.length === 0
  )
}

/** The mean time between the ends of units that nap, in seconds, as a process tells them on stderr. */
const intervalOf = async (one: Running, count: number): Promise<number> => {
  const naps = (): ReadonlyArray<number> =>
    one.lines().filter(({ text }) => /nap.* is done/.test(text)).map(({ at }) => at)
  while (one.alive() && naps().length < count) await sleep(50)
  const times = naps()
  return (times.at(-1)! - times[0]!) / (times.length - 1) / 1000
}

/** What the queue adds to a unit of a second: two processes at a time, here and by way of the queue, in turn. */
const measure = async (): Promise<void> => {
  const here: Array<number> = [], queued: Array<number> = []
  for (const turn of [0, 1]) {
    const naps = napping(`naps${turn}`, 1000, NAPS * 2)
    const local = start(["run", naps, "--out", join(folder, `local${turn}`), "-j", "2"], folder)
    running.push(local)
    here.push(await intervalOf(local, NAPS))
    await local.ended
    const one = worker(postgres.url, "2"), client = start(["run", naps, "--queue", postgres.url, "-q"], folder)
    running.push(client)
    queued.push(await intervalOf(one, NAPS))
    check("units of a second are run", await client.ended === 0)
    one.kill("SIGTERM")
    await one.ended
  }
  const [alone, both] = [Math.min(...here), Math.min(...queued)]
  say(
    `a unit of a second takes ${(2 * alone).toFixed(3)} s on one machine, and ${
      (2 * both).toFixed(3)
    } s by way of the queue`
  )
  const share = both / alone - 1
  check(`the queue adds ${(100 * share).toFixed(1)} %, at most 5`, share <= 0.05)
}

try {
  if (units > 0) {
    await record()
    await disturb()
    for (const one of running) one.kill("SIGTERM")
    await Promise.all(running.map(({ ended }) => ended))
    await compare()
  }
  await measure()
} finally {
  for (const one of running) one.kill("SIGKILL")
  proxy.close()
  postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
say(failed === 0 ? "the queue holds" : `${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
