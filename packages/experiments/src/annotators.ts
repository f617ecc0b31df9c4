/** Models that annotate: asked by name or in code, about items of any kind; what was answered is kept. */
export {
  annotate,
  type Annotated,
  type Asking,
  type Estimate,
  estimate
} from "./annotator/annotate.ts"
export type { Annotator, Ask, DeclineReason, Outcome, Reply, Usage } from "./annotator/annotator.ts"
export type { KeptAnswer } from "./annotator/answers.ts"
export { annotatorClient } from "./annotator/client.ts"
export type { Content } from "./annotator/content.ts"
export { defineAnnotator } from "./annotator/define.ts"
export { httpAnnotator, type HttpOptions } from "./annotator/http.ts"
export { openaiAnnotator, type OpenaiOptions } from "./annotator/openai.ts"
export { AnnotatorError, type AnnotatorProblem, type AnswersFault, type TransientFault } from "./annotator/problem.ts"
export { Request, Response } from "./annotator/protocol.ts"
export { annotatorOf } from "./oracle/word.ts"
