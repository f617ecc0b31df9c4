/**
 * Who looks at what right now: an item is lent to one person for some minutes, so that two do not label the same by accident.
 */

/** How long an item is lent, in milliseconds. */
export const LEASE = 5 * 60_000

/** The items that are lent. Kept in memory only: after a restart everyone asks anew. */
export interface Leases {
  /** Lends the items to `who` from the moment `now`. */
  readonly take: (who: string, items: ReadonlyArray<number>, now: number) => void
  /** Whether someone other than `who` has the item at `now`. */
  readonly isLent: (item: number, who: string, now: number) => boolean
  /** Takes items back: they were answered. */
  readonly free: (items: ReadonlyArray<number>) => void
  /** Takes everything back from `who`, who closed the page. */
  readonly leave: (who: string) => void
}

interface Lease {
  readonly who: string
  readonly until: number
}

/** Nothing is lent yet. */
export const makeLeases = (): Leases => {
  const lent = new Map<number, Lease>()
  return {
    take: (who, items, now) => {
      for (const item of items) lent.set(item, { who, until: now + LEASE })
    },
    isLent: (item, who, now) => {
      const lease = lent.get(item)
      return lease !== undefined && lease.who !== who && lease.until > now
    },
    free: (items) => {
      for (const item of items) lent.delete(item)
    },
    leave: (who) => {
      for (const [item, lease] of lent) if (lease.who === who) lent.delete(item)
    }
  }
}
