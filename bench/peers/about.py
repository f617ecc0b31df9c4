"""Which packages are here, in which versions, and what multiplies: one line of JSON."""
import importlib.metadata as metadata
import json
import platform
import sys


def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def multiplies():
    """The libraries of linear algebra that are loaded, with the kernel each took and its threads."""
    try:
        import numpy as np
        from threadpoolctl import threadpool_info
    except ImportError:
        return []
    np.ones((64, 64)) @ np.ones((64, 64))
    keys = ("internal_api", "version", "architecture", "num_threads")
    return [{k: info[k] for k in keys if k in info} for info in threadpool_info() if info.get("user_api") == "blas"]


names = json.loads(sys.argv[1])
print(json.dumps({
    "python": platform.python_version(),
    "packages": {name: version(name) for name in names},
    "multiplies": multiplies(),
}))
