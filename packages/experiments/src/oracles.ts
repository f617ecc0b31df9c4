/** Who knows the labels: a data set, a noisy or costly annotator, a labeling tool that reads and writes files. */
export type { Wording } from "./oracle/batch.ts"
export { costly, type Prices } from "./oracle/costly.ts"
export { ask, type Exchange, fileExchange, tell } from "./oracle/exchange.ts"
export { knownLabels } from "./oracle/known.ts"
export { registry as oracleRegistry } from "./oracle/named.ts"
export { type Noisy, noisyLabels } from "./oracle/noisy.ts"
export { type AskedItem, askOneByOne, type OneByOne } from "./oracle/one-by-one.ts"
export { type Asked, defineOracle, oracles } from "./oracle/word.ts"
