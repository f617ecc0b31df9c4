/** The world behind Marginalia's ports: data sets. */
export { DataError, type DataProblem, digits, type LabeledData, loadDigits } from "@marginalia/datasets/digits"
