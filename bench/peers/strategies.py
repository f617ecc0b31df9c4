"""TypiClust as its users would write it with scikit-learn and faiss: k-means, then neighbors within each cluster."""
import time

import faiss
import numpy as np
from common import done, given, unit
from sklearn.cluster import KMeans

task, size, files = given()
budget = size["budget"]
faiss.omp_set_num_threads(task["threads"])
x = np.load(files["pool"])


def typicality(members, k):
    index = faiss.IndexFlatL2(members.shape[1])
    index.add(members)
    d, _ = index.search(members, k + 1)
    return 1 / (np.sqrt(np.maximum(d[:, 1:], 0)).mean(axis=1) + 1e-12)


def typical():
    rows = unit(x)
    km = KMeans(n_clusters=budget, n_init=1, max_iter=100, random_state=task["seed"]).fit(rows)
    halfway = time.perf_counter()
    scores = np.zeros(len(rows))
    for c in range(budget):
        at = np.flatnonzero(km.labels_ == c)
        k = min(20, len(at) // 2)
        if k > 0:
            scores[at] = typicality(rows[at], k)
    picks = [int(max(np.flatnonzero(km.labels_ == c), key=lambda i: scores[i])) for c in range(budget)]
    return halfway, picks


start = time.perf_counter()
halfway, picks = typical()
end = time.perf_counter()
done(end - start, kmeans=halfway - start, rest=end - halfway)
