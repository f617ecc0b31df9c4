/** What the server tells and is told, as types: the page brings no schemas along. */
export type {
  AnswerRequest,
  ClassRequest,
  ClassView,
  ExportView,
  GridView,
  Interval,
  ItemView,
  LearnerView,
  Live,
  MapView,
  Outlook,
  PersonView,
  Prepared,
  Problem,
  ProjectView,
  QueueRequest,
  ReviewView,
  Saved,
  StrategyRequest,
  TurnRequest
} from "../../src/server/wire.ts"
export type { Answer, Order, View } from "../../src/session/event.ts"
