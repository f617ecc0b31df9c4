/** Runs a peer in Python with as many threads as ours has; says so when it is missing. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

/** What a peer prints: one line of JSON. */
export interface PeerRun {
  readonly seconds: number
  readonly peak: number
  readonly [name: string]: number | ReadonlyArray<number>
}

/** The answer of `bench/peers/<name>`, or undefined. */
export const peer = (name: string, threads: number, args: ReadonlyArray<string>): PeerRun | undefined => {
  const n = String(threads)
  const env = { ...process.env, OMP_NUM_THREADS: n, OPENBLAS_NUM_THREADS: n }
  const script = fileURLToPath(new URL(`peers/${name}`, import.meta.url))
  const { error, status, stderr, stdout } = spawnSync("/usr/bin/python3", [script, ...args], { env, encoding: "utf8" })
  if (status === 0) return JSON.parse(stdout) as PeerRun
  const why = error?.message ?? stderr.trim().split("\n").at(-1)
  console.log(`the peer is missing (${why}); Debian: python3-numpy, python3-sklearn, python3-faiss. Ours only:`)
  return undefined
}

/** Seconds that a task takes, and its result. */
export const timed = async <A>(task: () => Promise<A>): Promise<readonly [seconds: number, result: A]> => {
  const start = performance.now()
  const result = await task()
  return [(performance.now() - start) / 1000, result]
}

/** Prints both and the ratio. */
export const compare = (what: string, seconds: number, theirs: PeerRun | undefined, bar: string): void => {
  const ours = `${what}: ours ${seconds.toFixed(2)} s`
  if (theirs === undefined) console.log(ours)
  else {
    const ratio = (seconds / theirs.seconds).toFixed(3)
    console.log(
      `${ours}, peer ${theirs.seconds.toFixed(2)} s (peak ${theirs.peak.toFixed(0)} MiB): ratio ${ratio} (${bar})`
    )
  }
}
