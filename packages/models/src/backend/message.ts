/** What a process that was started for some work tells its parent: what came of it, or in a line why nothing did. */
export interface Message {
  readonly value?: unknown
  readonly why?: string
}
