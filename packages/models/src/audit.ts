/** Which labels look wrong, and which are worth another opinion: from items and labels to a list with reasons. */
export { auditItems, type AuditOptions, type LabelsAudited } from "./audit/audit-items.ts"
export { type Given, type GivenOptions, readGiven } from "./audit/given.ts"
export {
  type AuditedAnnotator,
  type AuditedItem,
  type AuditFacts,
  issuesOf,
  type LabelIssue,
  opinionsAudit
} from "./audit/issues.ts"
export { auditFolds, type OutOfFold, outOfFold, type OutOfFoldOptions } from "./audit/out-of-fold.ts"
export { AUDIT_VERSION, auditCsv, auditJson, AuditOutput, auditOutput, scoresCsv } from "./audit/print.ts"
export { type Stated, type StatedProbability, statedProbability } from "./audit/stated.ts"
