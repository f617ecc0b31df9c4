/**
 * Things that are named in a text: encoders, networks, heads, training configurations, oracles, data sets, backends.
 *
 * Each kind is open: {@link define} adds to it, here as in a plugin. A text is `name(value, key=value)`, the same on the
 * command line, in an experiment file and in code; it is read by {@link read} and printed by `Spec.print`. Strategies are
 * written in the same language, see `Strategy.read`.
 */
export { define, type Definition, type Given, type Maker, type Named, spec, specOf } from "./named/define.ts"
export { faultOf, InvalidName, type NameProblem } from "./named/invalid-name.ts"
export { type Kind, kind } from "./named/kind.ts"
export { all, change, changeUnsafe, type Read, read, type Reading, readUnsafe } from "./named/read.ts"
