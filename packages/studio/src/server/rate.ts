/**
 * How many requests a second: a bucket a client, which fills by the second.
 */

/** Requests a second that each may make, and at once. */
export interface Rate {
  readonly perSecond: number
  readonly atOnce: number
}

/** The limits of all clients. */
export interface Rates {
  /** Milliseconds to wait; 0: go on. `cost` is what the request weighs. */
  readonly take: (client: string, now: number, cost?: number) => number
}

interface Bucket {
  left: number
  at: number
}

/** So many clients are remembered; full buckets are forgotten first. */
const MOST = 10_000

/** Nobody asked yet. */
export const makeRates = ({ atOnce, perSecond }: Rate): Rates => {
  const buckets = new Map<string, Bucket>()
  const filled = (bucket: Bucket, now: number): number =>
    Math.min(atOnce, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
  const forget = (now: number): void => {
    for (const [client, bucket] of buckets) if (filled(bucket, now) >= atOnce) buckets.delete(client)
    if (buckets.size >= MOST) buckets.clear()
  }
  return {
    take: (client, now, cost = 1) => {
      if (buckets.size >= MOST && !buckets.has(client)) forget(now)
      const bucket = buckets.get(client) ?? { left: atOnce, at: now }
      const left = filled(bucket, now), is = left >= cost
      buckets.set(client, { left: is ? left - cost : left, at: now })
      return is ? 0 : Math.ceil(((cost - left) / perSecond) * 1000)
    }
  }
}
