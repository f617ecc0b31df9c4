/** Whether a package is anywhere to be found. */
export interface Tried {
  readonly absent: boolean
}
