/**
 * What was asked for lately, up to so many bytes.
 */

/** Values by keys; the ones that were not asked for longest go first. */
export interface Lru<A> {
  readonly get: (key: string) => A | undefined
  readonly put: (key: string, value: A, bytes: number) => void
  readonly bytes: () => number
}

/** Keeps values of at most `most` bytes in all; one that is larger is not kept. */
export const makeLru = <A>(most: number): Lru<A> => {
  const kept = new Map<string, { readonly value: A; readonly bytes: number }>()
  let total = 0
  const drop = (key: string): void => {
    total -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  return {
    get: (key) => {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      kept.set(key, found)
      return found.value
    },
    put: (key, value, bytes) => {
      drop(key)
      if (bytes > most) return
      kept.set(key, { value, bytes })
      total += bytes
      for (const oldest of kept.keys()) {
        if (total <= most) return
        drop(oldest)
      }
    },
    bytes: () => total
  }
}
