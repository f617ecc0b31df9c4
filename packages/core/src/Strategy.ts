/**
 * Strategies: a pipeline of stages and a selector, or a combination of strategies.
 *
 * `Strategy.run(strategy, query)` answers a query; see also `select` for callers without Effect.
 */
export { atMostPer, type Most, perClass, perGroup } from "./strategy/by-group.ts"
export { given, make, mix, named, orElse, prepend, subsample, switchWhen } from "./strategy/combinators.ts"
export { keepPicked, type KeepPickedOptions } from "./strategy/keep-picked.ts"
export { type About, type Any, fromNode, type Node, type Profile, type Strategy } from "./strategy/node.ts"
export { expanded, type Json, json, text, title } from "./strategy/print.ts"
export { run, runAny } from "./strategy/run.ts"
export { tasks } from "./strategy/tasks.ts"
export { children, groupedBy, needs, specs, takingWhole } from "./strategy/walk.ts"
export { read, readJson, readUnsafe } from "./text/read.ts"
