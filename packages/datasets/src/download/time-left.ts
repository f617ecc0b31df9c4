/** How far a transfer is, in words. */
import { longTime } from "@marginalia/core/Words"

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)

/**
 * `12 of 26 MB, 4 s left`, from the bytes that are here, those that came in so many milliseconds, and how many there are
 * in all where that is known.
 */
export const timeLeft = (have: number, came: number, milliseconds: number, total: number | undefined): string => {
  if (total === undefined) return `${megabytes(have)} MB`
  const text = `${megabytes(have)} of ${megabytes(total)} MB`
  return came > 0 && milliseconds >= 1000
    ? `${text}, ${longTime((total - have) / came * milliseconds / 1000)} left`
    : text
}
