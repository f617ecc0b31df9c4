"""TypiClust as its users would write it with scikit-learn and faiss: k-means, then neighbors within each cluster."""
import sys
import time

import faiss
import numpy as np
from sklearn.cluster import KMeans

path, threads, budget, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
faiss.omp_set_num_threads(threads)
x = np.load(path)


def typicality(members, k):
    index = faiss.IndexFlatL2(members.shape[1])
    index.add(members)
    d, _ = index.search(members, k + 1)
    return 1 / (np.sqrt(np.maximum(d[:, 1:], 0)).mean(axis=1) + 1e-12)


def typical(start):
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    unit = x / norms
    km = KMeans(n_clusters=budget, n_init=1, max_iter=100, random_state=seed).fit(unit)
    halfway = time.perf_counter()
    scores = np.zeros(len(unit))
    for c in range(budget):
        rows = np.flatnonzero(km.labels_ == c)
        k = min(20, len(rows) // 2)
        if k > 0:
            scores[rows] = typicality(unit[rows], k)
    return km, scores, halfway - start, time.perf_counter() - halfway


start = time.perf_counter()
km, scores, kmeans_s, neighbors_s = typical(start)
picks = [int(max(np.flatnonzero(km.labels_ == c), key=lambda i: scores[i])) for c in range(budget)]
total = time.perf_counter() - start
print(f'{{"total": {total}, "kmeans": {kmeans_s}, "neighbors": {neighbors_s}, "inertia": {km.inertia_}, "iterations": {km.n_iter_}}}')
