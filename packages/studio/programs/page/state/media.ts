/** Where images are. The pool's own name stands in the address, so that the browser may keep them as long as the pool is the same. */

/** An item's image, as it is. */
export const mediaOf = (pool: string, item: number): string => `/media/${item}?v=${encodeURIComponent(pool)}`

/** An item's image, small. */
export const thumbOf = (pool: string, item: number): string => `/thumb/${item}?v=${encodeURIComponent(pool)}`
