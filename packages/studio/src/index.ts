/** Labeling with a person: the project's events and what follows from them. */
export { problemOf, Refused, replay } from "./session/check.ts"
export type { Said, Status } from "./session/consensus.ts"
export * as Event from "./session/event.ts"
export { type Asking, type Offer, offersFor } from "./session/offer.ts"
export { type Counts, makeSession, type Session } from "./session/session.ts"
export type { Class, Vocabulary } from "./session/vocabulary.ts"
