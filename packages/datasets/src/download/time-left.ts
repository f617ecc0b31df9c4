/** How far a transfer is, in words. */

const left = (seconds: number): string => {
  if (seconds < 90) return `${Math.ceil(seconds)} s left`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)

/**
 * `12 of 26 MB, 4 s left`, from the bytes that are here, those that came in so many milliseconds, and how many there are
 * in all where that is known.
 */
export const timeLeft = (have: number, came: number, milliseconds: number, total: number | undefined): string => {
  if (total === undefined) return `${megabytes(have)} MB`
  const text = `${megabytes(have)} of ${megabytes(total)} MB`
  return came > 0 && milliseconds >= 1000 ? `${text}, ${left((total - have) / came * milliseconds / 1000)}` : text
}
