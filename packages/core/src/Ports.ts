/**
 * The checks of what comes through a port: the answers of oracles, learners and classifiers, and the rounds of a journal. Each
 * says what is wrong in the port's own tagged error, with the value and its place, before anything is built on it.
 *
 * The round loop uses them; whoever wraps a port in another (an oracle that asks an oracle) can too. What embedders and
 * classifiers give a strategy is checked in `Suppliers`, clusterings by `Clusterer.ask`, neighbors by `Neighbors.ask`.
 *
 * @module
 */
export { call } from "./ports/call.ts"
export { ofClasses } from "./ports/classifier.ts"
export { evaluation, measured, poolClasses, trained } from "./ports/learner.ts"
export { type Answered, answered } from "./ports/oracle.ts"
export { checkPast, problemOfPast } from "./ports/past.ts"
