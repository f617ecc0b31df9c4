/** The part of hnswlib-node's types that is used: it stands in for them where that package could not be compiled. */
export type SpaceName = "l2" | "ip" | "cosine"

export interface SearchResult {
  distances: Array<number>
  neighbors: Array<number>
}

export class HierarchicalNSW {
  constructor(spaceName: SpaceName, numDimensions: number)
  initIndex(options: { maxElements: number; m?: number; efConstruction?: number; randomSeed?: number }): void
  addPoint(point: Array<number>, label: number, replaceDeleted?: boolean): void
  searchKnn(queryPoint: Array<number>, numNeighbors: number, filter?: (label: number) => boolean): SearchResult
  setEf(ef: number): void
}
