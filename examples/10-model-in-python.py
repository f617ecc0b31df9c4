"""A model behind lines of JSON: a request a line on stdin, its answer a line on stdout. Needs scikit-learn."""
import json
import sys

from sklearn.linear_model import LogisticRegression

model = None
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "fit":
        model = LogisticRegression(max_iter=1000).fit(request["items"], request["labels"])
        answer = {"classes": model.classes_.tolist()}
    else:
        answer = {"probability": model.predict_proba(request["items"]).tolist()}
    print(json.dumps(answer), flush=True)
