/**
 * Are these learning curves really different? Means over seeds, paired comparisons, ranks over data sets, tables.
 *
 * @module
 */
export * from "./statistics/average-ranks.ts"
export * from "./statistics/bootstrap.ts"
export * from "./statistics/holm.ts"
export * from "./statistics/midranks.ts"
export * from "./statistics/nemenyi.ts"
export * from "./statistics/paired.ts"
export * from "./statistics/sample.ts"
export * from "./statistics/student.ts"
export * from "./statistics/wilcoxon.ts"
