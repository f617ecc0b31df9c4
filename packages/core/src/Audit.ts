/**
 * Labels that look wrong, and items whose label is worth asking for, or asking for again.
 *
 * {@link labelIssues} finds wrong labels by confident learning; {@link activeLab} orders labeled and unlabeled items on one scale,
 * for one annotator or several; {@link majority} is what most annotators say. All are pure, and the first two need the
 * probabilities of a model that was not trained on the items that it judges.
 *
 * @module
 */
export { type ActiveLab, activeLab, type ActiveLabInput } from "./audit/active-lab.ts"
export {
  type Issue,
  type IssueRule,
  issueRules,
  type LabelAudit,
  labelIssues,
  type LabelIssuesInput
} from "./audit/confident.ts"
export { majority, type MajorityInput } from "./audit/vote.ts"
