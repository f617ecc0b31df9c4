/**
 * Rows that several have, each some of them, and work that is done where they are: what a pool over machines is made of.
 *
 * An {@link Owner} answers questions about its rows ({@link hosted} is how), and {@link tilesNear} makes one pool of all owners, over
 * which strategies run to the same bits as in one memory. An owner may be lost and begin anew: {@link recalling} knows what to ask it
 * again.
 */
export { hosted, part } from "./owners/host.ts"
export { type Shape, tilesNear } from "./owners/near.ts"
export type { Owner, Talk } from "./owners/owner.ts"
export { anew, type Answer, type Numbers, type Question, type Questions, type Tag } from "./owners/question.ts"
export { recalling } from "./owners/recall.ts"
