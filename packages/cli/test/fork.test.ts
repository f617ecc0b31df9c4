import { assert, describe, it } from "@effect/vitest"
import { readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { cli } from "./cli.ts"
import { prepared } from "./experiments.ts"

describe("marginalia runs and fork", () => {
  it.effect("list experiments, and let another strategy take over", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      yield* cli(["run", file, "--out", join(out, "a"), "-q", "-j", "1"])
      const forked = yield* cli([
        "fork",
        join(out, "a"),
        "--at-round",
        "1",
        "-s",
        "margin",
        "--from",
        "random",
        "--out",
        join(out, "b"),
        "-j",
        "1"
      ])
      assert.strictEqual(forked.code, 0, forked.stderr)
      assert.match(forked.stdout, /random, from round 1 margin/)
      const firstOf = (path: string) =>
        Effect.map(readJournal(join(out, path)), ({ entries }) =>
          entries.flatMap(({ event }) => event._tag === "Round" ? [event] : []))
      const trunk = yield* firstOf("a/units/digits/random/0.db"),
        branch = yield* firstOf("b/units/digits/random-from-round-1-margin/0.db")
      assert.deepStrictEqual(branch[0], trunk[0])
      assert.notDeepEqual(branch[1]!.positions, trunk[1]!.positions)
      assert.deepStrictEqual(yield* firstOf("b/units/digits/random/0.db"), trunk)
      for (const end of ["", ".head"]) {
        rmSync(join(out, `a/units/digits/random/0.db${end}`))
      }
      const listed = JSON.parse((yield* cli(["runs", out, "-f", "json"])).stdout) as ReadonlyArray<{
        readonly state: string
        readonly units: unknown
      }>
      assert.deepStrictEqual(listed.map(({ state, units }) => [state, units]), [
        ["resumable", { done: 3, of: 4 }],
        ["finished", { done: 4, of: 4 }]
      ])
      assert.match((yield* cli(["runs", join(out, "b")])).stdout, /finished +4 of 4 +8 of 8/)
    }))

  it.effect("fork from one journal, and refuse rounds that are not there", () =>
    Effect.gen(function*() {
      const { file, out } = yield* prepared
      yield* cli(["run", file, "--out", join(out, "a"), "-q", "-j", "1"])
      const journal = join(out, "a/units/digits/typiclust/1.db")
      const fork = (...args: ReadonlyArray<string>) => cli(["fork", ...args, "--out", join(out, "b"), "-q", "-j", "1"])
      const far = yield* fork(journal, "--at-round", "9", "-s", "random")
      assert.match(far.stderr, /there are 2 rounds to take over, and 9 are asked for/)
      assert.match((yield* fork(journal, "--at-round", "0", "-s", "random")).stderr, /--at-round is 0/)
      assert.match(
        (yield* fork(join(out, "a"), "--at-round", "1", "-s", "random", "--from", "typi")).stderr,
        /has no strategy "typi"/
      )
      const { code, stdout } = yield* fork(journal, "--at-round", "1", "-s", "msal")
      assert.strictEqual(code, 0)
      assert.match(stdout, /typiclust, from round 1 msal/)
      assert.match((yield* fork(journal, "--at-round", "1", "-s", "random")).stderr, /holds an experiment already/)
      // The round is asked for wrongly in any folder, so that it is told first.
      assert.match((yield* fork(journal, "--at-round", "9", "-s", "random")).stderr, /there are 2 rounds to take over/)
    }))
})
